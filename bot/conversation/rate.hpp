// How often members and groups may ask: a token bucket each, in memory. Not shared between threads: the writer's thread
// asks, when a message is taken.
#pragma once

#include "knowledge/model.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>

namespace bot::conversation {

class rate {
  public:
    // For so many names at a time; beyond, the one that asked longest ago is forgotten, which lets it ask anew.
    explicit rate(std::size_t most = 10'000) : most_(most) {}

    // within: go on. first_over: say once that it is too much. over: it has been said.
    enum class verdict { within, first_over, over };
    // Takes one from the bucket of `name`, which holds a minute's worth and fills at that pace. 0: no limit.
    verdict take(const std::string& name, std::int64_t per_minute, knowledge::timestamp now);

  private:
    struct bucket {
        double left = 0;
        knowledge::timestamp filled_at;
        bool told = false;
        std::list<std::string>::iterator place;
    };

    std::size_t most_;
    std::unordered_map<std::string, bucket> buckets_;
    std::list<std::string> newest_first_;
};

} // namespace bot::conversation
