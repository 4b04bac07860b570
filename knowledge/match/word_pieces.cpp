#include "knowledge/match/word_pieces.hpp"

#include "knowledge/text/normalise.hpp"

namespace knowledge::match {

std::string spelled_out(std::string_view text) {
    std::string spelled = " ";
    for (const char c : text::normalise(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            spelled.push_back(c);
        else if (spelled.back() != ' ')
            spelled.push_back(' ');
    }
    if (spelled.size() == 1) return {};
    if (spelled.back() != ' ') spelled.push_back(' ');
    return spelled;
}

} // namespace knowledge::match
