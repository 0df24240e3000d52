# Compiler settings every target shares, and the options the presets set.
option(WFP_WERROR "treat warnings as errors" OFF)
option(WFP_FUZZ "build the libFuzzer programs (needs clang)" OFF)
set(WFP_SANITIZE "" CACHE STRING "value of -fsanitize= for everything, empty for none")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

# g++ 12 sees overlaps in its own std::string at -O3 that are not there (GCC bug 105651).
set(false_alarms $<$<AND:$<CXX_COMPILER_ID:GNU>,$<COMPILE_LANGUAGE:CXX>>:-Wno-restrict>)
# clang objects to what g++ 12's own std::stable_sort uses.
list(APPEND false_alarms $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>)

add_library(wfp_settings INTERFACE)
target_compile_options(wfp_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
  ${false_alarms}
  $<$<BOOL:${WFP_WERROR}>:-Werror>)
if(WFP_SANITIZE)
  add_compile_options(-fsanitize=${WFP_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WFP_SANITIZE})
  # g++ cannot follow values through instrumented code: it takes KJ's Maybe for uninitialised.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(WFP_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
if(WFP_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(WFP_CCACHE ccache)
if(WFP_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${WFP_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${WFP_CCACHE})
endif()
