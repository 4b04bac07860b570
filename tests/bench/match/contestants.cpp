#include "tests/bench/match/contestants.hpp"

#include "knowledge/text/normalise.hpp"
#include "knowledge/text/utf8.hpp"

#include <sqlite3.h>

#include <memory>
#include <set>
#include <stdexcept>

#ifdef QUNDA_XAPIAN
#include <xapian.h>
#endif

namespace tests::bench {

namespace fs = std::filesystem;

namespace {

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Latin words, and of every run of Han characters all pieces of `length`.
std::vector<std::string> pieces_of(const std::string& text, std::size_t length) {
    const std::string all = knowledge::text::normalise(text);
    std::vector<std::string> pieces;
    std::vector<std::string> run;
    const auto end_run = [&] {
        for (std::size_t i = 0; i + length <= run.size(); ++i) {
            std::string piece;
            for (std::size_t j = 0; j < length; ++j)
                piece += run[i + j];
            pieces.push_back(piece);
        }
        run.clear();
    };
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t from = at;
        if (is_word_byte(all[at])) {
            end_run();
            while (at < all.size() && is_word_byte(all[at]))
                ++at;
            pieces.push_back(all.substr(from, at - from));
            continue;
        }
        if (knowledge::text::is_unspaced_script(knowledge::text::next_code_point(all, at)))
            run.push_back(all.substr(from, at - from));
        else
            end_run();
    }
    end_run();
    return pieces;
}

std::size_t size_of(const fs::path& folder) {
    std::size_t bytes = 0;
    for (const auto& file : fs::recursive_directory_iterator(folder))
        if (file.is_regular_file()) bytes += file.file_size();
    return bytes;
}

class fts5 : public contestant {
  public:
    explicit fts5(fs::path folder) : folder_(std::move(folder)) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        check(sqlite3_open((folder_ / "fts5.db").c_str(), &db_));
        run("PRAGMA journal_mode = OFF");
        run("PRAGMA synchronous = OFF");
        run("PRAGMA cache_size = -1000000");
        run("CREATE VIRTUAL TABLE entry USING fts5(question, answer, tokenize = 'trigram')");
    }
    ~fts5() override {
        sqlite3_finalize(ask_);
        sqlite3_close(db_);
    }
    fts5(const fts5&) = delete;
    fts5& operator=(const fts5&) = delete;

    void build(const std::vector<knowledge::match::document>& entries) override {
        run("BEGIN");
        sqlite3_stmt* insert = nullptr;
        prepare("INSERT INTO entry (rowid, question, answer) VALUES (?, ?, ?)", &insert);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(i) + 1);
            bind(insert, 2, entries[i].phrasings.front());
            bind(insert, 3, entries[i].answer);
            if (sqlite3_step(insert) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
        run("COMMIT");
        run("INSERT INTO entry (entry) VALUES ('optimize')");
        prepare("SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 10", &ask_);
    }
    [[nodiscard]] std::size_t size() const override { return size_of(folder_); }

    [[nodiscard]] long ask(const std::string& question) override {
        constexpr std::size_t shortest = 3; // characters the tokenizer can find
        std::string match;
        for (const std::string& piece : pieces_of(question, shortest))
            if (piece.size() >= shortest) match += (match.empty() ? "\"" : " OR \"") + piece + "\"";
        if (match.empty()) return -1;
        bind(ask_, 1, match);
        long first = -1;
        while (sqlite3_step(ask_) == SQLITE_ROW)
            if (first < 0) first = static_cast<long>(sqlite3_column_int64(ask_, 0)) - 1;
        sqlite3_reset(ask_);
        return first;
    }

  private:
    void check(int status) const {
        if (status != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
    }
    void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
    void prepare(const char* sql, sqlite3_stmt** to) { check(sqlite3_prepare_v2(db_, sql, -1, to, nullptr)); }
    void bind(sqlite3_stmt* to, int place, const std::string& text) const {
        check(sqlite3_bind_text(to, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
    }

    fs::path folder_;
    sqlite3* db_ = nullptr;
    sqlite3_stmt* ask_ = nullptr;
};

#ifdef QUNDA_XAPIAN
// Words, and Han characters with their pairs, as our index has them; no stemming.
class xapian_bm25 : public contestant {
  public:
    explicit xapian_bm25(fs::path folder) : folder_(std::move(folder)) { fs::remove_all(folder_); }

    void build(const std::vector<knowledge::match::document>& entries) override {
        Xapian::WritableDatabase writing(folder_.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
        for (const auto& entry : entries) {
            Xapian::Document one;
            for (const std::string& term : terms_of(entry.phrasings.front()))
                one.add_term(term, 2);
            for (const std::string& term : terms_of(entry.answer))
                one.add_term(term);
            writing.add_document(one);
        }
        writing.commit();
        writing.close();
        reading_ = Xapian::Database(folder_.string());
    }
    [[nodiscard]] std::size_t size() const override { return size_of(folder_); }

    [[nodiscard]] long ask(const std::string& question) override {
        const auto terms = terms_of(question);
        const std::set<std::string> each(terms.begin(), terms.end());
        Xapian::Enquire enquire(reading_);
        enquire.set_weighting_scheme(Xapian::BM25Weight());
        enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, each.begin(), each.end()));
        const Xapian::MSet found = enquire.get_mset(0, 10);
        return found.empty() ? -1 : static_cast<long>(*found.begin()) - 1;
    }

  private:
    static std::vector<std::string> terms_of(const std::string& text) {
        auto terms = pieces_of(text, 1);
        const auto pairs = pieces_of(text, 2);
        for (const std::string& pair : pairs)
            if (!is_word_byte(pair.front())) terms.push_back(pair);
        return terms;
    }

    fs::path folder_;
    Xapian::Database reading_;
};
#endif

} // namespace

std::unique_ptr<contestant> sqlite_fts5(const fs::path& folder) {
    return std::make_unique<fts5>(folder / "fts5");
}

std::unique_ptr<contestant> xapian([[maybe_unused]] const fs::path& folder) {
#ifdef QUNDA_XAPIAN
    return std::make_unique<xapian_bm25>(folder / "xapian");
#else
    return nullptr;
#endif
}

} // namespace tests::bench
