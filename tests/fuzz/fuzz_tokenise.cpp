// Any text is cut, into the same terms by a list that remembers words and by one that does not.
#include "knowledge/text/tokenise.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace knowledge::text;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    token_list plain, remembering;
    remembering.remember_words();
    // The second time all is remembered.
    for (int time = 0; time < 2; ++time) {
        tokenise(text, plain);
        tokenise(text, remembering);
        require(plain.size() == remembering.size());
        for (std::size_t i = 0; i < plain.size(); ++i) {
            require(plain[i].kind == remembering[i].kind);
            require(plain[i].hash == remembering[i].hash);
            require(!plain.text(plain[i]).empty());
            const std::string_view remembered = remembering.text(remembering[i]);
            require(remembered.empty() ? plain[i].kind == token_kind::pair : remembered == plain.text(plain[i]));
        }
    }
    return 0;
}
