#include "tests/bench/match/made_up.hpp"

#include "knowledge/text/normalise.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tests::bench {

namespace {

constexpr std::size_t words_of_a_language = 30'000;
constexpr std::size_t usual_followers = 40; // of a word
constexpr double follows_usually = 0.5, is_foreign = 0.08;

constexpr std::array<std::string_view, 24> commonest_english{"the", "to", "of", "in",   "is",   "how",  "a",    "and",
                                                             "for", "i",  "it", "can",  "with", "what", "from", "not",
                                                             "on",  "do", "we", "when", "be",   "why",  "that", "use"};
constexpr std::array<std::string_view, 16> commonest_chinese{"的", "了", "怎么", "是", "在", "吗",   "可以", "什么",
                                                             "我", "有", "这个", "和", "不", "如何", "需要", "配置"};
constexpr std::array<std::string_view, 24> onsets{"b", "br", "c", "cl", "d", "dr", "f",  "g", "gr", "h", "k",  "l",
                                                  "m", "n",  "p", "pl", "r", "s",  "st", "t", "tr", "v", "sh", "w"};
constexpr std::array<std::string_view, 8> vowels{"a", "e", "i", "o", "u", "ea", "io", "ou"};
constexpr std::array<std::string_view, 10> codas{"", "n", "r", "s", "t", "l", "ck", "m", "nd", "x"};

// SplitMix64: the same bits on every machine.
class luck {
  public:
    explicit luck(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t x = state_ += 0x9E3779B97F4A7C15ULL;
        x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
        return x ^ (x >> 31U);
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    double share() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

  private:
    std::uint64_t state_;
};

std::string english_word(luck& any) {
    std::string word;
    for (std::size_t syllables = 1 + any.below(3) + any.below(2); syllables > 0; --syllables)
        word.append(onsets[any.below(onsets.size())])
            .append(vowels[any.below(vowels.size())])
            .append(codas[any.below(codas.size())]);
    return word;
}

// Of 2500 characters, the first of them far commoner than the last.
std::string chinese_word(luck& any) {
    constexpr std::size_t characters = 2500;
    constexpr std::array<std::size_t, 6> lengths{1, 2, 2, 2, 2, 3};
    std::string word;
    for (std::size_t length = lengths[any.below(lengths.size())]; length > 0; --length) {
        const double share = any.share();
        const auto c = 0x4E00U + 7U * static_cast<unsigned>(static_cast<double>(characters) * share * share);
        word.push_back(static_cast<char>(0xE0U | c >> 12U));
        word.push_back(static_cast<char>(0x80U | (c >> 6U & 0x3FU)));
        word.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    }
    return knowledge::text::normalise(word); // no traditional characters: few write them
}

template <class Commonest, class Make>
std::vector<std::string> words_after(const Commonest& commonest, Make make) {
    std::vector<std::string> words(commonest.begin(), commonest.end());
    luck any(words.size());
    while (words.size() < words_of_a_language)
        words.push_back(make(any));
    return words;
}

} // namespace

class made_up_texts::sentence {
  public:
    sentence(const made_up_texts& all, bool chinese, std::uint64_t seed)
        : all_(all), own_(chinese ? all.chinese_ : all.english_), other_(chinese ? all.english_ : all.chinese_),
          any_(seed) {}

    std::vector<std::string_view> words(std::size_t least, std::size_t most) {
        std::vector<std::string_view> result(least + any_.below(most - least + 1));
        for (std::string_view& word : result)
            word = next();
        return result;
    }

    // Words until they are so many, where a Chinese character counts as one.
    std::vector<std::string_view> units(std::size_t least, std::size_t most) {
        std::vector<std::string_view> result;
        std::size_t left = least + any_.below(most - least + 1);
        while (left > 0) {
            result.push_back(next());
            const bool latin = static_cast<unsigned char>(result.back().front()) < 0x80;
            left -= std::min(left, latin ? 1 : result.back().size() / 3);
        }
        return result;
    }

    std::string written(const std::vector<std::string_view>& words) const {
        std::string text;
        bool latin_before = false;
        for (const std::string_view word : words) {
            const bool latin = static_cast<unsigned char>(word.front()) < 0x80;
            if (latin && latin_before) text += ' ';
            text += word;
            latin_before = latin;
        }
        return text;
    }

    luck& any() { return any_; }

  private:
    std::string_view next() {
        if (any_.share() < is_foreign) return other_.words[rank()];
        last_ = any_.share() < follows_usually ? follower() : rank();
        return own_.words[last_];
    }
    std::size_t rank() {
        const auto at = std::upper_bound(all_.chance_.begin(), all_.chance_.end(), any_.share());
        return std::min(static_cast<std::size_t>(at - all_.chance_.begin()), words_of_a_language - 1);
    }
    // Every word has its own list, made of common and rare words alike.
    std::size_t follower() {
        const double share = any_.share();
        const auto place = static_cast<std::uint64_t>(static_cast<double>(usual_followers) * share * share);
        luck list(last_ * usual_followers + place);
        const auto at = std::upper_bound(all_.chance_.begin(), all_.chance_.end(), list.share());
        return std::min(static_cast<std::size_t>(at - all_.chance_.begin()), words_of_a_language - 1);
    }

    const made_up_texts& all_;
    const language& own_;
    const language& other_;
    luck any_;
    std::size_t last_ = 0;
};

made_up_texts::made_up_texts()
    : chinese_{words_after(commonest_chinese, chinese_word), ""}, english_{words_after(commonest_english, english_word),
                                                                           " "} {
    double sum = 0;
    for (std::size_t i = 0; i < words_of_a_language; ++i)
        chance_.push_back(sum += 1 / (static_cast<double>(i) + 2.7));
    for (double& each : chance_)
        each /= sum;
}

knowledge::match::document made_up_texts::entry(std::size_t number) const {
    sentence text(*this, number % 2 == 0, number);
    knowledge::match::document made;
    made.id = knowledge::entry_id{static_cast<std::int64_t>(number) + 1};
    made.external_id = "e" + std::to_string(number + 1);
    made.phrasings = {text.written(text.words(8, 20))};
    made.answer = text.written(text.units(30, 80));
    return made;
}

std::string made_up_texts::question_about(std::size_t number, std::uint64_t seed) const {
    sentence entry(*this, number % 2 == 0, number);
    const auto asked = entry.words(8, 20);
    const auto answered = entry.units(30, 80);
    sentence own(*this, number % 2 == 0, ~seed);
    auto words = own.words(2, 2);
    for (const std::string_view word : asked)
        if (own.any().below(3) != 0) words.push_back(word);
    words.push_back(answered[own.any().below(answered.size())]);
    words.push_back(answered[own.any().below(answered.size())]);
    for (std::size_t i = words.size(); i > 1; --i)
        if (own.any().below(3) == 0) std::swap(words[i - 1], words[own.any().below(i)]);
    return own.written(words);
}

} // namespace tests::bench
