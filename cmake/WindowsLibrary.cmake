# wfp_windows_library(NAME [USES folder...] [LINKS target...] SOURCES file... OBJECTS target...)
#
# The shared library libNAME.so.0. It exports what spec/api.tsv says of it and nothing else: the version script is
# generated. The programs' -lNAME finds libNAME.so, a linker script that brings libfwpwin32.so.0 along where needed, so
# that naming one library is enough, as it is on Windows for what a program gets from kernel32 and advapi32 unasked.
function(wfp_windows_library name)
  cmake_parse_arguments(arg "" "" "USES;LINKS;SOURCES" ${ARGN})
  set(script ${WFP_GENERATED_DIR}/gen/exports_${name}.map)
  add_library(${name} SHARED ${arg_SOURCES})
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  wfp_view(${name} ${folder} ${arg_USES})
  list(TRANSFORM arg_USES PREPEND wfp_ OUTPUT_VARIABLE libraries)
  target_link_libraries(${name} PUBLIC openwfp_headers PRIVATE ${libraries} ${arg_LINKS} wfp_settings)
  # The sources of the edge are compiled visible; the version script then hides all but the rows of the table.
  set_target_properties(${name} PROPERTIES SUFFIX .so.0 C_VISIBILITY_PRESET default CXX_VISIBILITY_PRESET default
    LINK_DEPENDS ${WFP_GENERATED_DIR}/gen/stamp)
  target_link_options(${name} PRIVATE -Wl,--version-script=${script} -Wl,-Bsymbolic-functions)
  if(NOT WFP_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
  add_dependencies(${name} wfp_generated)
  if(NOT name STREQUAL "fwpwin32")
    target_link_libraries(${name} PUBLIC fwpwin32)
    file(GENERATE OUTPUT ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/lib${name}.so
      CONTENT "/* -l${name}: the library, and Windows' base functions where a program uses them. */\nINPUT(lib${name}.so.0 AS_NEEDED(libfwpwin32.so.0))\n")
  endif()
endfunction()
