wfp_fuzzer(sddl USES security base)
wfp_fuzzer(descriptor USES security base)
wfp_fuzzer(condition USES security base)
