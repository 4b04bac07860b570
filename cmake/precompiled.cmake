# The standard library's headers that most of our files include, and fmt's, parsed once for all three libraries: a third
# off the time a file takes. Files include what they use all the same; `./dev lint FILE…`, which knows neither precompiled
# headers nor batches, sees to that.

add_library(qunda_precompiled OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
target_link_libraries(qunda_precompiled PRIVATE qunda_warnings fmt::fmt)
target_precompile_headers(
  qunda_precompiled
  PRIVATE
  <algorithm>
  <array>
  <chrono>
  <cstdint>
  <filesystem>
  <functional>
  <map>
  <memory>
  <optional>
  <span>
  <string>
  <string_view>
  <utility>
  <variant>
  <vector>
  <fmt/format.h>)

# After the library's other settings; its definitions may differ as long as those headers do not look at them.
function(qunda_use_precompiled library)
  target_precompile_headers(${library} REUSE_FROM qunda_precompiled)
endfunction()
