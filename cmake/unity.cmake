# With QUNDA_UNITY the compiler sees the files of a library or a test program in batches, each header and template once a
# batch: all of them in half the time, one of them in more. So it is on in presets that build everything and off in those
# that serve an edit. Two files of a folder then share their unnamed namespace: a name in it means one thing a folder.

if(QUNDA_UNITY)
  # A name at the top of another file is not shadowed, and a batch's files are no headers. The other presets check.
  target_compile_options(qunda_warnings INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()

function(qunda_compile_in_batches library)
  if(NOT QUNDA_UNITY)
    return()
  endif()
  # In the order they are listed, so of one folder mostly. Not more, or the last batch keeps one core waiting.
  set_target_properties(${library} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
endfunction()
