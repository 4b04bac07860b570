# How our code is compiled. Nothing here is required: a machine without ccache or mold builds the same program, slower.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(QUNDA_CCACHE ccache)
if(QUNDA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers are off the record for ccache unless it is told how sloppy it may be.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${QUNDA_CCACHE})
endif()

find_program(QUNDA_MOLD mold)
if(QUNDA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Warnings on our own code only: third-party headers come in as SYSTEM.
add_library(qunda_warnings INTERFACE)
target_compile_options(qunda_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
                                                -Woverloaded-virtual -Wnull-dereference)

if(QUNDA_SANITIZE)
  add_compile_options(-fsanitize=${QUNDA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${QUNDA_SANITIZE})
endif()
