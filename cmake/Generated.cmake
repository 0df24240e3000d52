# Everything that tools/gen.py makes from the tables of spec/. Included as "gen/<file>".
set(WFP_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB WFP_SPEC_TABLES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/spec/*.tsv ${PROJECT_SOURCE_DIR}/tools/gen_*.py)
add_custom_command(
  OUTPUT ${WFP_GENERATED_DIR}/gen/stamp
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/gen.py --build ${WFP_GENERATED_DIR}/gen
  COMMAND ${CMAKE_COMMAND} -E touch ${WFP_GENERATED_DIR}/gen/stamp
  DEPENDS ${PROJECT_SOURCE_DIR}/tools/gen.py ${WFP_SPEC_TABLES}
  COMMENT "Generating from spec/")
add_custom_target(wfp_generated DEPENDS ${WFP_GENERATED_DIR}/gen/stamp)
