# The parsers of the command line.
wfp_fuzzer(cli_filter USES cli)
wfp_fuzzer(cli_entry USES cli)
wfp_fuzzer(cli_policy USES cli)
