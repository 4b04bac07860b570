#include "knowledge/store/store.hpp"

#include "knowledge/store/migrations.hpp"
#include "knowledge/store/readers.hpp"
#include "knowledge/store/writer.hpp"

#include <fmt/format.h>

#include <future>

namespace knowledge::store {

namespace {

std::unique_ptr<session> open_and_migrate(const settings& how) {
    auto db = std::make_unique<session>(how, access::write);
    migrate(*db);
    return db;
}

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

bool store::submit(work job, done finished) {
    return impl_->writing.submit(std::move(job), std::move(finished), writer::completion::posted);
}

void store::write_and_wait(const work& job) {
    if (impl_->writing.is_this_thread()) {
        throw error(trouble::internal, "a unit of work waits for another one, which would wait for it");
    }
    // Shared: this thread may wake and leave while the writer's is still inside of set_value().
    const auto committed = std::make_shared<std::promise<void>>();
    const auto finished = [committed](const std::exception_ptr& problem) {
        problem ? committed->set_exception(problem) : committed->set_value();
    };
    if (!impl_->writing.submit(job, finished, writer::completion::direct)) {
        throw error(trouble::overloaded, fmt::format("{} units of work wait for the database {} already",
                                                     impl_->how.queue_limit, impl_->how.path.string()));
    }
    committed->get_future().get();
}

void store::read_here(const work& job) const {
    impl_->reading.run(job);
}

std::size_t store::queued() const {
    return impl_->writing.queued();
}

} // namespace knowledge::store
