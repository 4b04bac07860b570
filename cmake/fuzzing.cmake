# Fuzz targets are fed pure functions, so the files that speak Asio or Beast are left out of the fuzz preset: clang needs
# up to a minute for each with sanitizers, and they would be linked to nothing. A target that does need one fails to link.

function(qunda_leave_out_network library)
  get_target_property(folder ${library} SOURCE_DIR)
  get_target_property(sources ${library} SOURCES)
  set(kept)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder} OUTPUT_VARIABLE path)
    file(STRINGS ${path} network REGEX "#include <boost/(asio|beast)")
    if(NOT network)
      list(APPEND kept ${source})
    endif()
  endforeach()
  set_target_properties(${library} PROPERTIES SOURCES "${kept}")
endfunction()

qunda_leave_out_network(adapters)
qunda_leave_out_network(bot)
