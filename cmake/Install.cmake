# What `cmake --install` puts where. One component per audience:
#   client   the C API: libraries, headers, pkg-config
include(${CMAKE_CURRENT_LIST_DIR}/InstallClient.cmake)
