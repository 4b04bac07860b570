#include "knowledge/store/writer.hpp"

#include <algorithm>
#include <iterator>

namespace knowledge::store {

writer::writer(const settings& how, std::unique_ptr<session> db)
    : how_(how), db_(std::move(db)), thread_([this] { work_until_closed(); }) {}

writer::~writer() {
    close();
}

void writer::close() {
    {
        const std::lock_guard guard(lock_);
        closing_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

bool writer::submit(store::work job, store::done finished, completion where) {
    {
        const std::lock_guard guard(lock_);
        if (closing_ || queue_.size() >= how_.queue_limit) return false;
        queue_.push_back({std::move(job), std::move(finished), where, nullptr});
    }
    changed_.notify_one();
    return true;
}

std::size_t writer::queued() const {
    const std::lock_guard guard(lock_);
    return queue_.size();
}

void writer::work_until_closed() {
    for (batch units = next_batch(); !units.empty(); units = next_batch()) {
        run(units);
        finish(std::move(units));
    }
}

writer::batch writer::next_batch() {
    std::unique_lock guard(lock_);
    changed_.wait(guard, [this] { return closing_ || !queue_.empty(); });
    // When closing, the rest goes in one: if the database is locked then, closing waits for it once.
    if (closing_ || queue_.size() <= how_.batch_limit) return std::exchange(queue_, {});
    const auto cut = queue_.begin() + static_cast<std::ptrdiff_t>(how_.batch_limit);
    batch units(std::make_move_iterator(queue_.begin()), std::make_move_iterator(cut));
    queue_.erase(queue_.begin(), cut);
    return units;
}

void writer::run(batch& units) {
    try {
        db_->begin();
        if (units.size() == 1) {
            units.front().job(*db_); // alone: undoing it undoes the transaction
        } else {
            for (auto& one : units)
                one.outcome = db_->in_savepoint(one.job);
        }
        db_->do_late_work();
        db_->commit();
    } catch (...) {
        // Of the whole batch nothing is stored; a unit that failed by itself keeps its own reason.
        const auto why = std::current_exception();
        db_->rollback();
        for (auto& one : units) {
            if (!one.outcome) one.outcome = why;
        }
    }
}

void writer::finish(batch units) {
    const auto call = [](batch& all) noexcept {
        for (auto& one : all) {
            if (one.finished) one.finished(std::move(one.outcome));
        }
    };
    const auto direct = std::stable_partition(units.begin(), units.end(),
                                              [](const unit& one) { return one.where == completion::posted; });
    batch blocked(std::make_move_iterator(direct), std::make_move_iterator(units.end()));
    units.erase(direct, units.end());
    call(blocked);
    if (units.empty()) return;
    if (!how_.post) {
        call(units);
        return;
    }
    // Shared, because std::function wants something to copy.
    how_.post([call, all = std::make_shared<batch>(std::move(units))] { call(*all); });
}

} // namespace knowledge::store
