// What the processor can do beyond what every one of its kind can: asked at run time, because one program is built for
// all of them. Each function with such a variant has a plain one beside it.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#define QUNDA_AVX2 __attribute__((target("avx2,bmi,popcnt")))

namespace knowledge::match {

inline bool cpu_has_avx2() {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
           __builtin_cpu_supports("popcnt") != 0;
}

} // namespace knowledge::match
#endif
