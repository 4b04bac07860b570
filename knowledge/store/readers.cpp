#include "knowledge/store/readers.hpp"

#include <fmt/format.h>

namespace knowledge::store {

void reader_pool::run(const store::work& job) {
    auto db = take();
    try {
        db->begin();
        job(*db);
        db->commit();
    } catch (const error&) {
        // Perhaps the session is what is broken: a new one costs little and forgets.
        give_back(nullptr);
        throw;
    } catch (...) {
        db->rollback();
        give_back(std::move(db));
        throw;
    }
    give_back(std::move(db));
}

std::unique_ptr<session> reader_pool::take() {
    {
        std::unique_lock guard(lock_);
        if (!returned_.wait_for(guard, how_.busy_timeout, [this] { return lent_ < how_.readers; })) {
            throw error(trouble::overloaded,
                        fmt::format("all {} readers of {} are busy", how_.readers, how_.path.string()));
        }
        ++lent_;
        if (!idle_.empty()) {
            auto one = std::move(idle_.back());
            idle_.pop_back();
            return one;
        }
    }
    try {
        return std::make_unique<session>(how_, access::read);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void reader_pool::give_back(std::unique_ptr<session> one) {
    {
        const std::lock_guard guard(lock_);
        --lent_;
        if (one) idle_.push_back(std::move(one));
    }
    returned_.notify_one();
}

} // namespace knowledge::store
