# wfp_folder(NAME [USES folder...] [LINKS target...] [SOURCES file...])
#
# Makes the static library wfp_NAME of src/NAME. Its include path is a "view": a directory of symbolic
# links to itself and to the folders it USES, so that including an undeclared folder does not compile.
function(wfp_folder name)
  cmake_parse_arguments(arg "" "" "USES;LINKS;SOURCES" ${ARGN})
  if(NOT arg_SOURCES)
    file(GLOB arg_SOURCES CONFIGURE_DEPENDS *.cpp)
  endif()
  add_library(wfp_${name} STATIC ${arg_SOURCES})
  wfp_view(wfp_${name} ${name} ${arg_USES})
  list(TRANSFORM arg_USES PREPEND wfp_ OUTPUT_VARIABLE libraries)
  target_link_libraries(wfp_${name} PUBLIC ${libraries} PRIVATE wfp_settings ${arg_LINKS})
  add_dependencies(wfp_${name} wfp_generated)
endfunction()

# wfp_view(TARGET folder...): lets TARGET include "folder/header.h" of exactly these folders.
function(wfp_view target)
  set(view ${PROJECT_BINARY_DIR}/views/${target})
  file(MAKE_DIRECTORY ${view})
  foreach(folder ${ARGN})
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/${folder} ${view}/${folder} SYMBOLIC)
  endforeach()
  target_include_directories(${target} PRIVATE ${view} ${WFP_GENERATED_DIR})
endfunction()
