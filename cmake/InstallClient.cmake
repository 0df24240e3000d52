# The C API. Programs link with -lfwpuclnt or -lfwpkclnt: the linker scripts lib*.so bring libfwpwin32 along.
install(TARGETS fwpuclnt fwpkclnt fwpwin32
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT client)
install(FILES ${PROJECT_BINARY_DIR}/lib/libfwpuclnt.so ${PROJECT_BINARY_DIR}/lib/libfwpkclnt.so
  DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT client)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/openwfp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT client FILES_MATCHING PATTERN "*.h")

# Relative to the .pc file, so that a tree installed anywhere works.
file(RELATIVE_PATH WFP_PC_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
foreach(flavour user kernel)
  if(flavour STREQUAL "user")
    set(WFP_PC_NAME openwfp)
    set(WFP_PC_LIBRARY fwpuclnt)
    set(WFP_PC_RESULT "DWORD")
  else()
    set(WFP_PC_NAME openwfp-kernel)
    set(WFP_PC_LIBRARY fwpkclnt)
    set(WFP_PC_RESULT "NTSTATUS")
  endif()
  configure_file(${CMAKE_CURRENT_LIST_DIR}/openwfp.pc.in ${PROJECT_BINARY_DIR}/${WFP_PC_NAME}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${WFP_PC_NAME}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT client)
endforeach()
