# Component daemon: wfpd, its units, the folder of its socket, its configuration.
set(WFP_UNIT_DIR lib/systemd/system CACHE PATH "where unit files go, below the prefix")
set(WFP_TMPFILES_DIR lib/tmpfiles.d CACHE PATH "where tmpfiles.d files go, below the prefix")

foreach(unit wfpd.service wfpd.socket)
  configure_file(${PROJECT_SOURCE_DIR}/packaging/${unit}.in ${PROJECT_BINARY_DIR}/packaging/${unit} @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/packaging/${unit} DESTINATION ${WFP_UNIT_DIR} COMPONENT daemon)
endforeach()
install(TARGETS wfpd RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR} COMPONENT daemon)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/openwfp.tmpfiles.conf DESTINATION ${WFP_TMPFILES_DIR}
  RENAME openwfp.conf COMPONENT daemon)
# Where wfpd looks for it, whatever the prefix. The administrator's file stays as he left it.
install(CODE "
  if(NOT EXISTS \"\$ENV{DESTDIR}/etc/openwfp/wfpd.conf\")
    file(INSTALL FILES \"${PROJECT_SOURCE_DIR}/packaging/wfpd.conf\" DESTINATION \"/etc/openwfp\")
  endif()" COMPONENT daemon)
