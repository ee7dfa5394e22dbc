// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/vinyl_sides.h"

#include "base/pool.h"

#include <math.h>

enum { MOST_SIDES = 26 }; // letters

static double minutes_of(const lq_sides_song* const songs, const size_t from, const size_t to)
{
  double sec = 0.0;
  for (size_t i = from; i < to; ++i) {
    sec += songs[i].length_sec;
  }
  return sec / 60.0;
}

// Minutes off the mean count squared; what is beyond the recommended length twice more, beyond the
// greatest as good as never; a demanding song at the inner end like half a minute for each 2 dB.
static double cost_of(const lq_sides_song* const songs, const size_t from, const size_t to,
                      const double mean_min, const lq_vinyl_record* const record)
{
  const double minutes = minutes_of(songs, from, to);
  const double off     = minutes - mean_min;
  const double long_by = fmax(0.0, minutes - record->recommended_min);
  const double over_by = fmax(0.0, minutes - record->most_min);
  const double inner   = to - from > 1 ? fmax(0.0, songs[to - 1].demand_db) : 0.0;
  return off * off + 2.0 * long_by + 1000.0 * over_by + inner / 4.0;
}

// The cheapest way to put the first `to` songs on so many sides, from the ways on one side less.
static void extend(double* const cost, unsigned* const first, const double* const before,
                   const lq_sides_song* const songs, const size_t n, const double mean_min,
                   const lq_vinyl_record* const record)
{
  for (size_t to = 0; to <= n; ++to) {
    cost[to] = (double)INFINITY;
    for (size_t from = 0; from < to; ++from) {
      const double c = before[from] + cost_of(songs, from, to, mean_min, record);
      if (c < cost[to]) {
        cost[to]  = c;
        first[to] = (unsigned)from;
      }
    }
  }
}

static size_t sides_for(const double minutes, const size_t n_songs,
                        const lq_vinyl_record* const record)
{
  const double fewest = ceil(minutes / record->recommended_min - 1e-9);
  const double most   = ceil(minutes / record->most_min - 1e-9);
  size_t       n      = (size_t)fmin(fewest, MOST_SIDES);
  if (n % 2 && n > 1 && (size_t)most < n) { // an odd one too many: rather longer than one more disc
    --n;
  }
  n += n % 2; // a record has two
  return n > n_songs ? n_songs : n;
}

lq_status lq_vinyl_split(unsigned* const first, size_t* const n_sides, const char** const why,
                         const lq_sides_song* const songs, const size_t n_songs,
                         const lq_vinyl_record* const record, lq_pool* const pool)
{
  const double    minutes = minutes_of(songs, 0, n_songs);
  const size_t    n       = sides_for(minutes, n_songs, record);
  const size_t    row     = n_songs + 1;
  double* const   cost    = LQ_POOL_TAKE(pool, double, (n + 1) * row);
  unsigned* const from    = LQ_POOL_TAKE(pool, unsigned, (n + 1) * row);
  if (!cost || !from) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 1; i < row; ++i) {
    cost[i] = (double)INFINITY; // no songs on no sides
  }
  for (size_t k = 1; k <= n; ++k) {
    extend(cost + k * row, from + k * row, cost + (k - 1) * row, songs, n_songs,
           minutes / (double)n, record);
  }
  size_t to = n_songs;
  for (size_t k = n; k > 0; --k) {
    first[k - 1] = from[k * row + to];
    to           = first[k - 1];
  }
  *n_sides = n;
  *why     = lq_pool_format(pool,
                            "%.1f minutes on %zu side%s of %s: in the order of the album, as even as "
                                "it goes, calmer songs inside where there was a choice",
                            minutes, n, n == 1 ? "" : "s", record->name);
  return *why ? LQ_OK : LQ_ERR_MEMORY;
}
