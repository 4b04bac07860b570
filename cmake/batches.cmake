# In a batch the compiler sees several files as one, each header and template once: all of them in half the time, one of them
# in more. So presets that build everything do so with QUNDA_BATCHES=all; dev, which serves an edit, does so with the tests
# only. Two files of a folder then share their unnamed namespace: a name in it means one thing a folder.

function(qunda_compile_in_batches target)
  # In the order they are listed, so of one folder mostly. Not more, or the last batch keeps one core waiting.
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
endfunction()
