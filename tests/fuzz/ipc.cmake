wfp_fuzzer(rpc USES base ipc schema security engine endpoint kernel daemon)
target_include_directories(fuzz_rpc PRIVATE ${PROJECT_SOURCE_DIR}/tests)
