# Fuzz targets are fed pure functions. So the files that speak Asio or Beast are left out: clang needs up to a minute for
# each with sanitizers, and they would be linked to nothing. Of bot and knowledge the fuzz targets use what is named
# here; only lint looks at the rest. A target that needs more fails to link.

function(qunda_keep library keep)
  get_target_property(folder ${library} SOURCE_DIR)
  get_target_property(sources ${library} SOURCES)
  set(kept)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder} OUTPUT_VARIABLE path)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${folder} OUTPUT_VARIABLE name)
    file(STRINGS ${path} network REGEX "#include <boost/(asio|beast)")
    if(NOT network AND name MATCHES "${keep}")
      list(APPEND kept ${source})
    endif()
  endforeach()
  set_target_properties(${library} PROPERTIES SOURCES "${kept}")
endfunction()

qunda_keep(adapters ".*")
if(QUNDA_LINT)
  qunda_keep(bot ".*")
else()
  qunda_keep(bot "^server/(gate|header_list)")
  qunda_keep(knowledge "^(exchange|text|weekly)/|^[^/]*$")
endif()
