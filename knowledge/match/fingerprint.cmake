# cmake -DOUT=FILE -DSOURCES=LIST -P fingerprint.cmake: a header with one number that is another whenever a source is. An
# index on disk that other code has built is built anew.
string(REPLACE "|" ";" SOURCES "${SOURCES}")
set(all "")
foreach(source IN LISTS SOURCES)
  file(SHA256 "${source}" one)
  string(APPEND all "${one}")
endforeach()
string(SHA256 digest "${all}")
string(SUBSTRING "${digest}" 0 16 number)
file(WRITE "${OUT}" "inline constexpr unsigned long long fingerprint_of_sources = 0x${number}ULL;\n")
