#include "scratch.hpp"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <stdexcept>

namespace scratch {

namespace store = knowledge::store;

timestamp minute(int after) {
    return std::chrono::sys_days{std::chrono::year{2024} / 5 / 22} + 8h + std::chrono::minutes{after};
}

folder::folder() {
    std::string name = (std::filesystem::temp_directory_path() / "qunda-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
}

folder::~folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

other_connection::other_connection(const std::filesystem::path& file) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
}

other_connection::~other_connection() {
    sqlite3_close(db_);
}

void other_connection::run(const std::string& sql) {
    char* message = nullptr;
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
    const std::string text = message != nullptr ? message : "?";
    sqlite3_free(message);
    throw std::runtime_error(text + " in " + sql);
}

std::string other_connection::ask(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string(sqlite3_errmsg(db_)) + " in " + sql);
    }
    std::string found;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL) {
        found = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return found;
}

long long other_connection::count(const std::string& table) {
    return std::stoll(ask("SELECT COUNT(*) FROM " + table));
}

store::settings quick(const std::filesystem::path& file) {
    store::settings how;
    how.path = file;
    how.busy_timeout = 30ms;
    return how;
}

std::optional<store::trouble> trouble_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const store::error& problem) {
        return problem.kind();
    }
    return std::nullopt;
}

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const std::exception& problem) {
        return problem.what();
    }
    return "";
}

struct awaited_outcome::state {
    std::mutex lock;
    std::condition_variable changed;
    bool settled = false;
    std::exception_ptr problem;
};

std::shared_ptr<awaited_outcome::state> awaited_outcome::make() {
    return std::make_shared<state>();
}

store::store::done awaited_outcome::completion() const {
    return [into = state_](std::exception_ptr problem) {
        const std::lock_guard guard(into->lock);
        into->problem = std::move(problem);
        into->settled = true;
        into->changed.notify_one();
    };
}

void awaited_outcome::get() const {
    std::unique_lock guard(state_->lock);
    state_->changed.wait(guard, [this] { return state_->settled; });
    if (state_->problem) std::rethrow_exception(std::exchange(state_->problem, nullptr));
}

child::child(const std::function<int()>& body) : pid_(::fork()) {
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ > 0) return;
    int status = 99; // an exception, which must not run into the test program
    try {
        status = body();
    } catch (const std::exception&) {
        status = 98;
    }
    ::_exit(status);
}

int child::wait() const {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void child::kill() const {
    ::kill(pid_, SIGKILL);
}

knowledge::entry sample_entry(const std::string& external_id) {
    knowledge::entry value;
    value.external_id = external_id;
    value.question = "How long does the tea steep (" + external_id + ")?";
    value.phrasings = {"steeping time of " + external_id, "茶要泡多久 " + external_id};
    value.answer = "Three minutes, *covered*.";
    value.tags = {"tea", "时间"};
    value.sources = {{.edition = "2024-05-17",
                      .thread = 2,
                      .turn = 1,
                      .asker = "@Ming",
                      .label = "Teapot",
                      .url = "https://teapot.example/",
                      .file = "weekly/2024-05-17.md"}};
    return value;
}

store::authorship by_import() {
    return {.author = "import", .via = "import tea.md", .at = minute(0)};
}

store::authorship by_mona() {
    return {.author = "slack:T1:U-MONA", .via = "slack:C1:m1", .at = minute(5)};
}

store::authorship by_otto() {
    return {.author = "slack:T1:U-OTTO", .via = "slack:C1:m2", .at = minute(6)};
}

store::question sample_question(const std::string& text, timestamp asked_at) {
    store::question value;
    value.community = "tea";
    value.platform = "slack";
    value.workspace = "T1";
    value.group = "C1";
    value.group_title = "tea room";
    value.message_id = "170.1";
    value.member = "slack:T1:U1";
    value.member_name = "Ming";
    value.text = text;
    value.asked_at = asked_at;
    return value;
}

store::outbox_row sample_row(const std::string& lane, timestamp due_at) {
    store::outbox_row row;
    row.lane = lane;
    row.payload = R"({"text":"Three minutes."})";
    row.created_at = minute(0);
    row.due_at = due_at;
    row.expires_at = minute(60 * 24);
    return row;
}

} // namespace scratch
