#include "knowledge/store/store.hpp"

#include "knowledge/store/migrations.hpp"
#include "knowledge/store/readers.hpp"
#include "knowledge/store/writer.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

namespace knowledge::store {

namespace {

std::unique_ptr<session> open_and_migrate(const settings& how) {
    auto db = std::make_unique<session>(how, access::write);
    migrate(*db);
    return db;
}

// What a caller waits for. Not a std::promise: that would leave the exception with both threads, and the sanitizer,
// which does not see libstdc++ count its owners, would call the last one's release a race.
class commitment {
  public:
    void settle(std::exception_ptr problem) {
        const std::lock_guard guard(lock_);
        problem_ = std::move(problem);
        settled_ = true;
        changed_.notify_one();
    }
    void wait() {
        std::unique_lock guard(lock_);
        changed_.wait(guard, [this] { return settled_; });
        if (problem_) std::rethrow_exception(std::exchange(problem_, nullptr));
    }

  private:
    std::mutex lock_;
    std::condition_variable changed_;
    bool settled_ = false;
    std::exception_ptr problem_;
};

} // namespace

struct store::implementation {
    explicit implementation(settings given)
        : how(std::move(given)), writing(how, open_and_migrate(how)), reading(how) {}

    const settings how;
    writer writing;
    reader_pool reading;
};

store::store(settings how) : impl_(std::make_unique<implementation>(std::move(how))) {}

store::~store() = default;

void store::close() {
    impl_->writing.close();
}

bool store::submit(work job, done finished) {
    return impl_->writing.submit(std::move(job), std::move(finished), writer::completion::posted);
}

void store::write_and_wait(const work& job) {
    if (impl_->writing.is_this_thread()) {
        throw error(trouble::internal, "a unit of work waits for another one, which would wait for it");
    }
    // Shared: this thread may wake and leave while the writer's is still inside of settle().
    const auto commit = std::make_shared<commitment>();
    const auto finished = [commit](std::exception_ptr problem) { commit->settle(std::move(problem)); };
    if (!impl_->writing.submit(job, finished, writer::completion::direct)) {
        throw error(trouble::overloaded, fmt::format("{} units of work wait for the database {} already",
                                                     impl_->how.queue_limit, impl_->how.path.string()));
    }
    commit->wait();
}

void store::read_here(const work& job) const {
    impl_->reading.run(job);
}

std::size_t store::queued() const {
    return impl_->writing.queued();
}

void at_end_of_batch(session& db, std::string key, store::work job) {
    db.add_late_work(std::move(key), std::move(job));
}

} // namespace knowledge::store
