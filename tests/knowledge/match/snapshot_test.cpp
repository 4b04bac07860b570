#include "knowledge/match/image.hpp"
#include "knowledge/match/snapshot.hpp"
#include "knowledge/text/synonyms.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

using namespace knowledge;
using namespace knowledge::match;
namespace match = knowledge::match;
namespace fs = std::filesystem;

namespace {

constexpr auto file = "knowledge.index";

// With chains, collections, entries that are learnt, and terms common enough for long lists.
std::vector<document> shelves() {
    std::vector<document> all(150);
    for (std::size_t i = 0; i < all.size(); ++i) {
        document& one = all[i];
        one.id = {static_cast<std::int64_t>(i) + 1};
        one.external_id = "book" + std::to_string(i);
        one.collection = i % 3 == 0 ? "archive" : "default";
        one.phrasings = {"where is shelf number " + std::to_string(i % 40), "书架 " + std::to_string(i) + " 在哪里"};
        one.answer = "The shelf is on floor " + std::to_string(i % 7) + ", behind the reading room 阅览室";
        if (i % 10 == 1) {
            one.previous = all[i - 1].id;
            one.context = {all[i - 1].phrasings.front()};
        }
        if (i < 4)
            for (const char* more : {"renew", "return", "extend", "lend"})
                one.phrasings.push_back(std::string(more) + " the book of shelf " + std::to_string(i));
    }
    return all;
}

const match::index& built() {
    static const auto all = match::index::build(shelves());
    return *all;
}

constexpr snapshot_origin origin{7, 42, 1001, 1700000000000};

std::vector<query> questions() {
    std::vector<query> all(5);
    all[0].text = "where is shelf 12";
    all[1].text = "renew the bok of shelf 3";
    all[2].text = "阅览室 书架 在哪里 floor";
    all[2].collections = {"archive"};
    all[3].text = "那呢";
    all[3].recent = {21};
    all[4].text = "behind the reading room";
    all[4].context = {"where is shelf number 5"};
    return all;
}

void check_same(const match::index& a, const match::index& b) {
    CHECK(a.size() == b.size());
    for (const query& q : questions()) {
        const auto of_a = a.search(q), of_b = b.search(q);
        INFO(q.text);
        REQUIRE(of_a.size() == of_b.size());
        for (std::size_t i = 0; i < of_a.size(); ++i) {
            CHECK(of_a[i].id == of_b[i].id);
            CHECK(of_a[i].external_id == of_b[i].external_id);
            CHECK(of_a[i].confidence == of_b[i].confidence);
        }
    }
    CHECK(a.follow_ups({21}) == b.follow_ups({21}));
}

std::vector<char> content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write(const fs::path& file, const std::vector<char>& bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

constexpr std::size_t head_size = 128;

} // namespace

TEST_CASE("an index is the same after a while on disk", "[match][snapshot]") {
    const tests::temporary_folder where;
    save_snapshot(where / file, built(), origin);
    const auto kept = load_snapshot(where / file);
    REQUIRE(kept.content);
    CHECK(kept.origin == origin);
    check_same(*kept.content, built());
    CHECK(fs::status(where / file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));

    save_snapshot(where / file, *kept.content, origin); // over the one that is mapped
    check_same(*kept.content, built());
    CHECK(std::distance(fs::directory_iterator(where.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("an empty index can be kept as well", "[match][snapshot]") {
    const tests::temporary_folder where;
    save_snapshot(where / file, *match::index::build({}), origin);
    const auto kept = load_snapshot(where / file);
    REQUIRE(kept.content);
    CHECK(kept.content->size() == 0);
}

TEST_CASE("an index is of use with the synonyms it was built with only", "[match][snapshot]") {
    const tests::temporary_folder where;
    using rows = std::vector<std::vector<std::string>>;
    const auto own = std::make_shared<const knowledge::text::synonyms>(rows{{"shelf", "架子"}});
    const auto other = std::make_shared<const knowledge::text::synonyms>(rows{{"shelf", "书柜"}});
    save_snapshot(where / file, *match::index::build(shelves(), own), origin);
    CHECK(load_snapshot(where / file).why_not == "it was built with other synonyms");
    CHECK(load_snapshot(where / file, other).why_not == "it was built with other synonyms");
    const auto kept = load_snapshot(where / file, own);
    REQUIRE(kept.content);
    query asked;
    asked.text = "架子 12";
    CHECK_FALSE(kept.content->search(asked).empty());
    save_snapshot(where / file, built(), origin);
    CHECK(load_snapshot(where / file, own).why_not == "it was built with other synonyms");
}

TEST_CASE("what is no snapshot is of no use", "[match][snapshot]") {
    const tests::temporary_folder where;
    CHECK(load_snapshot(where / file).why_not == "there is none");
    CHECK_FALSE(load_snapshot(where.path()).content);
    write(where / file, {});
    CHECK(load_snapshot(where / file).why_not == "it is cut off");
    write(where / file, std::vector<char>(4096, 'x'));
    CHECK(load_snapshot(where / file).why_not == "it is damaged");
}

TEST_CASE("a snapshot cut off anywhere is of no use", "[match][snapshot]") {
    const tests::temporary_folder where;
    save_snapshot(where / file, built(), origin);
    const auto whole = content_of(where / file);
    for (std::size_t size = 0; size < whole.size(); size += size < 2000 ? 61 : 4099) {
        write(where / file, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        INFO(size);
        CHECK_FALSE(load_snapshot(where / file).content);
    }
    auto longer = whole;
    longer.push_back(0);
    write(where / file, longer);
    CHECK_FALSE(load_snapshot(where / file).content);
}

TEST_CASE("a snapshot with one bit changed anywhere is of no use", "[match][snapshot]") {
    const tests::temporary_folder where;
    save_snapshot(where / file, built(), origin);
    const auto whole = content_of(where / file);
    for (std::size_t at = 0; at < whole.size(); at += at < 1024 ? 7 : 997) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ (1 << at % 8));
        write(where / file, changed);
        INFO(at);
        // What is written behind the numbers of the head means nothing and is not looked at.
        const bool means_nothing = at >= 88 && at < head_size;
        CHECK(static_cast<bool>(load_snapshot(where / file).content) == means_nothing);
    }
}

// As if the checksum had let something pass: what opens may answer nonsense, but reads nothing it must not.
TEST_CASE("a forged snapshot is refused or can be asked", "[match][snapshot]") {
    const auto bytes = built().bytes();
    std::size_t opened = 0, refused = 0;
    for (std::size_t step = 0; step < 3000; ++step) {
        const std::size_t at = step < 600 ? step : step * 2654435761U % bytes.size();
        const std::shared_ptr<std::uint64_t[]> memory(new std::uint64_t[bytes.size() / 8]());
        std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::byte*>(memory.get()));
        auto* const forged = reinterpret_cast<std::byte*>(memory.get());
        forged[at] ^= std::byte{static_cast<unsigned char>(step % 3 == 0 ? 0xFF : 1U << step % 8)};
        try {
            const auto all = match::index::open(image({forged, bytes.size()}, memory));
            ++opened;
            for (const query& q : questions())
                for (const explanation& e : all->explain(q, most_candidates))
                    (void)all->find(e.what.id);
            (void)all->follow_ups({21});
        } catch (const damaged&) {
            ++refused;
        }
    }
    CHECK(opened > 0);
    CHECK(refused > 0);
}

TEST_CASE("where a snapshot cannot be written, the old one stays", "[match][snapshot]") {
    const tests::temporary_folder where;
    CHECK_THROWS_AS(save_snapshot(where.path() / "missing" / "file", built(), origin), std::system_error);
    save_snapshot(where / file, built(), origin);
    fs::create_directory(where / (std::string(file) + ".unfinished"));
    CHECK_THROWS_AS(save_snapshot(where / file, built(), {}), std::system_error);
    CHECK(load_snapshot(where / file).origin == origin);
}
