// Read sessions, lent one at a time, opened when first needed. Private to store.cpp.
#pragma once

#include "knowledge/store/session.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace knowledge::store {

class reader_pool {
  public:
    explicit reader_pool(const settings& how) : how_(how) {}

    // Runs `job` in a read transaction. Throws error{overloaded} when no session came free within the busy time-out.
    void run(const store::work& job);

  private:
    std::unique_ptr<session> take();
    void give_back(std::unique_ptr<session> one); // nullptr: it broke, another may be opened in its place

    const settings& how_;
    std::mutex lock_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<session>> idle_;
    std::size_t lent_ = 0;
};

} // namespace knowledge::store
