# Every outside library in one place, each from Debian 12. Why each is here: docs/decisions.md.

find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS url)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(simdjson 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(date REQUIRED)
find_package(tomlplusplus REQUIRED)

find_package(md4c REQUIRED)
find_package(CLI11 REQUIRED)

# SOCI and libstemmer ship no CMake package on Debian 12: plain look-ups.
function(qunda_find_library target header library)
  find_path(${target}_include ${header} REQUIRED)
  find_library(${target}_library ${library} REQUIRED)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE ${${target}_include})
  target_link_libraries(${target} INTERFACE ${${target}_library})
endfunction()

qunda_find_library(qunda_soci_core soci/soci.h soci_core)
qunda_find_library(qunda_soci_sqlite3 soci/sqlite3/soci-sqlite3.h soci_sqlite3)
qunda_find_library(qunda_stemmer libstemmer.h stemmer)

# Asio and Beast are compiled once, in adapters/net/asio.cpp (measured: 13 s to 9 s for an HTTP file, 45 s to 29 s for TLS).
add_library(qunda_asio INTERFACE)
target_compile_definitions(qunda_asio INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                                BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE)
target_link_libraries(qunda_asio INTERFACE Boost::headers Boost::url OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
if(QUNDA_SANITIZE MATCHES "thread")
  # The thread sanitizer does not understand fences and says so at each; Asio's locks alone are enough.
  target_compile_definitions(qunda_asio INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
