# The command line: wfp, its manual and wfpd's, its completion.
find_program(WFP_SCDOC scdoc REQUIRED)
set(manuals)
foreach(page wfp.1 wfpd.8)
  set(source ${PROJECT_SOURCE_DIR}/docs/man/${page}.scd)
  set(manual ${PROJECT_BINARY_DIR}/man/${page})
  add_custom_command(OUTPUT ${manual}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/man
    COMMAND ${WFP_SCDOC} < ${source} > ${manual}
    DEPENDS ${source} VERBATIM)
  list(APPEND manuals ${manual})
  string(REGEX MATCH "[0-9]$" section ${page})
  install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT tools)
endforeach()
add_custom_target(manuals ALL DEPENDS ${manuals})

set(completion ${PROJECT_BINARY_DIR}/completion/wfp)
add_custom_command(OUTPUT ${completion}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/completion
  COMMAND wfp completion bash > ${completion}
  DEPENDS wfp VERBATIM)
add_custom_target(completion ALL DEPENDS ${completion})
install(FILES ${completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT tools)

set_target_properties(wfp PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
install(TARGETS wfp RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
