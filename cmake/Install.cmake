# What `cmake --install` puts where. One component per audience:
#   client   the C API: libraries, headers, pkg-config
#   daemon   wfpd, its units, its configuration
#   tools    wfp, the manuals of both, completion
include(${CMAKE_CURRENT_LIST_DIR}/InstallClient.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/InstallDaemon.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/InstallTools.cmake)
