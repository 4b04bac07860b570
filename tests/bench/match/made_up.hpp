// Entries and questions in the words of nobody: half Chinese, half English, a name of the other language here and
// there, words as common and as rare as in real texts (Zipf), and half of them after the words they usually follow, as
// in real sentences: pairs of words come back. The same at every run.
#pragma once

#include "knowledge/match/index.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tests::bench {

class made_up_texts {
  public:
    made_up_texts();

    // The entry of that number, from 0: a question of 8 to 20 words (a Chinese one is one to three characters), an
    // answer of 30 to 80 words or Chinese characters.
    [[nodiscard]] knowledge::match::document entry(std::size_t number) const;

    // Asks the entry of that number in other words: most words of its question, two of its answer, two of its own.
    [[nodiscard]] std::string question_about(std::size_t number, std::uint64_t luck) const;

  private:
    struct language {
        std::vector<std::string> words; // the commonest first
        std::string between;
    };
    class sentence;

    language chinese_, english_;
    std::vector<double> chance_; // of the rank or a commoner one
};

} // namespace tests::bench
