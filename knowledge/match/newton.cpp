#include "knowledge/match/newton.hpp"

#include <algorithm>
#include <cmath>

namespace knowledge::match {

// By Cholesky's decomposition, in place.
column solve(matrix& a, column b) {
    for (std::size_t i = 0; i < parameters; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i][j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= a[i][k] * a[j][k];
            a[i][j] = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / a[j][j];
        }
    }
    for (std::size_t i = 0; i < parameters; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (std::size_t i = parameters; i-- > 0;) {
        for (std::size_t k = i + 1; k < parameters; ++k)
            b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    return b;
}

} // namespace knowledge::match
