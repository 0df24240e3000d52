wfp_fuzzer(engine USES engine schema security base)
