// What the tests of the store share: a folder that goes away, a connection beside the store's, and rows to begin with.
#pragma once

#include "knowledge/store/entries.hpp"
#include "knowledge/store/outbox.hpp"
#include "knowledge/store/questions.hpp"
#include "knowledge/store/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

struct sqlite3;

namespace scratch {

using namespace std::chrono_literals;

using knowledge::timestamp;

// 2024-05-22 08:00 UTC and so many minutes.
timestamp minute(int after);

class folder {
  public:
    folder();
    ~folder();
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;

    [[nodiscard]] std::filesystem::path path() const { return path_; }
    [[nodiscard]] std::filesystem::path file(const std::string& name = "qunda.db") const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// Another program with the same file open.
class other_connection {
  public:
    explicit other_connection(const std::filesystem::path& file);
    ~other_connection();
    other_connection(const other_connection&) = delete;
    other_connection& operator=(const other_connection&) = delete;

    void run(const std::string& sql);                      // throws std::runtime_error
    [[nodiscard]] std::string ask(const std::string& sql); // the first column of the first row
    [[nodiscard]] long long count(const std::string& table);

  private:
    sqlite3* db_ = nullptr;
};

// A store on `file`, with a short patience.
knowledge::store::settings quick(const std::filesystem::path& file);

// What went wrong, none when nothing did.
std::optional<knowledge::store::trouble> trouble_of(const std::function<void()>& action);
std::string message_of(const std::function<void()>& action);

// What a completion says, for the test to wait for.
class awaited_outcome {
  public:
    [[nodiscard]] knowledge::store::store::done completion() const;
    void get() const; // waits; throws what the completion was given

  private:
    struct state;
    std::shared_ptr<state> state_ = make();
    static std::shared_ptr<state> make();
};

// A child process that runs `body` and exits with what it returns. Nobody else's threads may run.
class child {
  public:
    explicit child(const std::function<int()>& body);
    [[nodiscard]] int wait() const; // exit status, or minus the signal that ended it
    void kill() const;              // SIGKILL

  private:
    int pid_ = 0;
};

knowledge::entry sample_entry(const std::string& external_id);
knowledge::store::authorship by_import();
knowledge::store::authorship by_mona(); // at minute 5
knowledge::store::authorship by_otto(); // at minute 6
knowledge::store::question sample_question(const std::string& text, timestamp asked_at);
knowledge::store::outbox_row sample_row(const std::string& lane, timestamp due_at);

} // namespace scratch
