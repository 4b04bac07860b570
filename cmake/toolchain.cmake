# How our code is compiled. Nothing here is required: a machine without ccache or mold builds the same program, slower.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(QUNDA_CCACHE ccache)
if(QUNDA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # base_dir and nohashdir let two checkouts share results. Precompiled headers are off the record for ccache unless it
  # is told how sloppy it may be.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${QUNDA_CCACHE})
endif()

find_program(QUNDA_MOLD mold)
if(QUNDA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
add_link_options(-Wl,--as-needed)

# No path of the building machine ends up in the program, and messages name files from the root. ccache's base_dir has made
# some paths relative to the folder the compiler runs in, so both spellings are mapped; of two that fit, the last wins.
file(RELATIVE_PATH qunda_root ${CMAKE_BINARY_DIR} ${PROJECT_SOURCE_DIR})
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/= -ffile-prefix-map=${qunda_root}=
                    -ffile-prefix-map=${CMAKE_BINARY_DIR}=.)

# What is deployed is hardened; everything else checks the standard library's preconditions instead.
add_compile_options(-fPIE)
add_link_options(-pie)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
  add_link_options(-Wl,-z,relro,-z,now)
  # What nobody calls is not mapped either.
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections)
else()
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

# Warnings on our own code only: third-party headers come in as SYSTEM. No -Wnull-dereference: g++ 12 reports the standard
# library's streams with it, wherever they are inlined into our code.
add_library(qunda_warnings INTERFACE)
# Designated initialisers name what differs; what they leave out keeps its default, and that is no mistake.
target_compile_options(qunda_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor
                                                -Woverloaded-virtual
                                                -Wno-missing-field-initializers)
# A name at the top of another file of a batch is not shadowed, and a batch's files are no headers.
target_compile_options(
  qunda_warnings INTERFACE $<IF:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>,$<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>,-Wshadow>)

if(QUNDA_SANITIZE)
  add_compile_options(-fsanitize=${QUNDA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${QUNDA_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang 14 cannot emit its function-pointer check for a coroutine: "Cannot represent a difference across sections".
    add_compile_options(-fno-sanitize=function)
  endif()
endif()
