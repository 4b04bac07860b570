// A property of a fuzz target: aborts when it does not hold, in every build.
#pragma once

#include <cstdlib>

inline void require(bool holds) {
    if (!holds) std::abort();
}
