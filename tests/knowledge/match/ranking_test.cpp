#include "knowledge/match/ranking.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

using namespace knowledge;
using namespace knowledge::match;

namespace {

// Entries that share most of their words, as those of one community do; some with many wordings, some with none.
std::vector<document> alike_entries(std::size_t count) {
    constexpr std::array words{"cache", "registry", "timeout", "reset",    "node",
                               "缓存",  "配置",     "超时",    "注册中心", "怎么"};
    std::vector<document> all(count);
    std::uint32_t luck = 1;
    const auto word = [&] {
        luck = luck * 1664525 + 1013904223;
        return std::string(words[(luck >> 16) % words.size()]) + ' ';
    };
    for (std::size_t i = 0; i < count; ++i) {
        all[i].id = entry_id{static_cast<std::int64_t>(i) + 1};
        for (std::size_t wordings = i % 7 == 0 ? 11 : i % 4; wordings > 0; --wordings)
            all[i].phrasings.push_back(word() + word() + word() + (i % 50 == 0 ? "zookeeper" : ""));
        all[i].answer = word() + word() + word() + word() + word();
        if (i % 3 == 0) all[i].context = {word() + word()};
    }
    return all;
}

// The formula as it is written down, over counts of words, entry by entry.
class plain_scorer {
  public:
    plain_scorer(const std::vector<document>& documents, const inverted& index) : index_(index) {
        for (const document& one : documents) {
            counted entry;
            for (const std::string& wording : one.phrasings)
                entry.wordings.push_back(count(wording));
            if (entry.wordings.empty()) entry.wordings.emplace_back();
            entry.answer = count(one.answer);
            std::string chain;
            for (const std::string& earlier : one.context)
                chain += earlier + "\n";
            entry.context = count(chain);
            entries_.push_back(std::move(entry));
        }
    }

    // Score and best wording of each document.
    std::vector<ranked> all(const query_terms& own, const said_before* before) const {
        std::vector<ranked> result;
        for (std::uint32_t d = 0; d < entries_.size(); ++d) {
            const counted& entry = entries_[d];
            double document = 0;
            std::vector<double> wordings(entry.wordings.size(), 0);
            const auto add = [&](const query_term& term, double in_wording, double in_answer, double in_context) {
                const double weight = static_cast<double>(term.weight);
                const double answer = x(field::answer, entry.answer, term.hash);
                const double context = x(field::context, entry.context, term.hash);
                document += weight * in_answer * s(answer) + weight * in_context * (s(answer + context) - s(answer));
                for (std::size_t w = 0; w < wordings.size(); ++w)
                    wordings[w] +=
                        weight * in_wording *
                        (s(answer + context + x(field::wording, entry.wordings[w], term.hash)) - s(answer + context));
            };
            for (const query_term& term : own.terms)
                add(term, 1, 1, 1);
            for (std::size_t i = 0; before != nullptr && i < before->terms.terms.size(); ++i)
                add(before->terms.terms[i], before->weight * 0.3, before->weight * 0.3, before->weight * 2);
            ranked one{d};
            one.wording =
                index_.first_wording[d] +
                static_cast<std::uint32_t>(std::max_element(wordings.begin(), wordings.end()) - wordings.begin());
            std::sort(wordings.rbegin(), wordings.rend());
            double sum = 0, weights = 0, weight = 1;
            for (std::size_t i = 0; i < wordings.size() && i < 8; ++i, weight *= 0.7) {
                sum += weight * wordings[i];
                weights += weight;
            }
            one.score = document + sum / weights;
            if (one.score > 0) result.push_back(one);
        }
        std::sort(result.begin(), result.end(), [](const ranked& a, const ranked& b) {
            return a.score != b.score ? a.score > b.score : a.document < b.document;
        });
        return result;
    }

  private:
    struct counted_field {
        std::map<std::uint64_t, double> times;
        double length = 0;
    };
    struct counted {
        std::vector<counted_field> wordings;
        counted_field answer, context;
    };
    static counted_field count(const std::string& text) {
        counted_field result;
        for (const text::token& token : text::tokenise(text)) {
            ++result.times[hash_of(token.text)];
            ++result.length;
        }
        return result;
    }
    static double s(double x) { return x / (x + 1.2); }
    double x(field which, const counted_field& in, std::uint64_t term) const {
        constexpr std::array<double, 3> boosts{2.0, 0.7, 0.3}, slopes{0.3, 0.6, 0.5};
        const auto f = static_cast<std::size_t>(which);
        const auto found = in.times.find(term);
        if (found == in.times.end()) return 0;
        const auto mean = static_cast<double>(index_.counted.mean_length[f]);
        return found->second * boosts[f] / (1 - slopes[f] + slopes[f] * in.length / mean);
    }

    const inverted& index_;
    std::vector<counted> entries_;
};

} // namespace

// What exact means: the best 24 of the index are the best 24 of the formula, with its scores but for the rounding of
// floats. Entries that score the same to five digits may change places.
TEST_CASE("the best few are those of the plain formula", "[match]") {
    const auto count = GENERATE(std::size_t{30}, std::size_t{700}, std::size_t{3000});
    const auto documents = alike_entries(count);
    image_writer writer;
    invert(documents, nullptr, writer);
    const image all_of_it = writer.finish();
    const inverted index(all_of_it);
    const plain_scorer plain(documents, index);
    const said_before before{analyse(index, nullptr, "registry 超时 cache"), 0.4};
    for (const char* question :
         {"reset the registry cache", "缓存超时怎么配置", "zookeeper node", "timeout",
          "怎么 reset 注册中心 node timeout cache registry 配置 超时 缓存", "nodes reset timeouts"}) {
        const auto own = analyse(index, nullptr, question);
        for (const said_before* const heard : {static_cast<const said_before*>(nullptr), &before}) {
            INFO(question << ", " << count << " entries");
            const asked asked{own, heard, lists_of(index, own),
                              heard == nullptr ? std::vector<posting_list>() : lists_of(index, heard->terms)};
            const auto ours = rank(index, asked, {}, {}, 24).best;
            const auto theirs = plain.all(own, heard);
            REQUIRE(ours.size() == std::min<std::size_t>(24, theirs.size()));
            for (std::size_t i = 0; i < ours.size(); ++i) {
                CHECK(ours[i].score == Approx(theirs[i].score).epsilon(1e-5));
                const auto same = std::find_if(theirs.begin(), theirs.end(),
                                               [&](const ranked& one) { return one.document == ours[i].document; });
                REQUIRE(same != theirs.end());
                CHECK(ours[i].score == Approx(same->score).epsilon(1e-5));
            }
        }
    }
}

// With room for every entry none is passed over: that is what a search for the best few must agree with.
TEST_CASE("the best few are the first of all", "[match]") {
    const auto count = GENERATE(std::size_t{5}, std::size_t{24}, std::size_t{100}, std::size_t{1003});
    const auto* question = GENERATE("reset the registry cache", "缓存超时怎么配置", "zookeeper", "timeout",
                                    "nothing of it", "怎么 reset 注册中心 node timeout cache registry 配置 超时");
    const bool some_only = GENERATE(false, true);
    const bool one_wording = GENERATE(false, true);
    INFO(question << ", " << count << " entries, " << (some_only ? "every third" : "all") << " wanted"
                  << (one_wording ? ", of one wording" : ""));
    auto documents = alike_entries(count);
    if (one_wording)
        for (document& one : documents)
            one.phrasings.resize(1);
    image_writer writer;
    invert(documents, nullptr, writer);
    const image all_of_it = writer.finish();
    const inverted index(all_of_it);
    const auto own = analyse(index, nullptr, question);
    const said_before before{analyse(index, nullptr, "node timeout"), 0.3};
    std::vector<std::uint32_t> collection_of;
    for (std::size_t i = 0; i < count; ++i)
        collection_of.push_back(i % 3 == 0 ? 1 : 0);
    wanted_documents wanted;
    if (some_only) wanted = {collection_of, {false, true}, {}};

    std::vector<bonus> bonuses;
    for (std::uint32_t i = 0; i < count; i += 7)
        bonuses.push_back({.document = i, .score = static_cast<float>(i % 5)});

    for (const said_before* const heard : {static_cast<const said_before*>(nullptr), &before}) {
        const asked asked{own, heard, lists_of(index, own),
                          heard == nullptr ? std::vector<posting_list>() : lists_of(index, heard->terms)};
        const auto all = rank(index, asked, bonuses, wanted, count + 1).best;
        // With its common terms first left out and without.
        for (const auto& [limit, few_postings] : std::map<std::size_t, std::uint64_t>{
                 {1, 0}, {2, usual_few_postings}, {3, 0}, {23, usual_few_postings}, {24, 0}}) {
            const auto few = rank(index, asked, bonuses, wanted, limit, few_postings).best;
            REQUIRE(few.size() == std::min(limit, all.size()));
            for (std::size_t i = 0; i < few.size(); ++i) {
                CHECK(few[i].document == all[i].document);
                CHECK(few[i].wording == all[i].wording);
                CHECK(few[i].score == all[i].score);
                CHECK(few[i].agreement == all[i].agreement);
            }
        }
    }
}
