// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is sung and what is not, on signals whose pitch is known because they were made here; and
// the table of sounds that the library carries.
#include "check.h"

#include "base/pool.h"
#include "base/rng.h"
#include "measure/click.h"
#include "measure/signature.h"
#include "measure/voicing.h"
#include "session/sounds.h"

#include <stdlib.h>

enum { SEC = 20, N = SEC * LQ_SIGNATURE_HZ };

static const double pi = 3.14159265358979323846;

static double noise(const uint64_t at)
{
  return (double)(lq_rng_at(5, at) >> 11U) / 4503599627370496.0 - 1.0;
}

// `vibrato` in semitones either way at 5.5 Hz; notes of 0.8 s with 0.2 s of rest.
static lq_voicing hear(const double hz, const double vibrato, const double hiss, const bool chord)
{
  float* const x      = calloc(N, sizeof *x);
  uint8_t*     active = malloc(SEC * 10);
  double       phase  = 0;
  lq_voicing   v      = {0};
  for (size_t i = 0; i < N; ++i) {
    const double t = (double)i / LQ_SIGNATURE_HZ;
    phase += hz * pow(2, vibrato / 12 * sin(2 * pi * 5.5 * t)) / LQ_SIGNATURE_HZ;
    const double third = chord ? sin(2 * pi * 1.26 * phase) + sin(2 * pi * 1.4983 * phase) : 0;
    const bool   plays = fmod(t, 1) < 0.8;
    x[i] = (float)(plays ? 0.2 * (sin(2 * pi * phase) + 0.5 * sin(4 * pi * phase) + third) +
                               hiss * noise(i)
                         : 0);
  }
  memset(active, 1, SEC * 10);
  const lq_activity a = {.n_blocks = SEC * 10, .n_active = SEC * 10, .active = active};
  CHECK(!lq_voicing_find(&v, (lq_signal){x, N}, &a));
  free(active);
  free(x);
  return v;
}

static void one_pitch_is_found_where_it_is(void)
{
  for (double hz = 75; hz < 700; hz *= 1.37) {
    const lq_voicing v = hear(hz, 0, 0, false);
    CHECK(v.share > 0.9);
    CHECK_NEAR(12 * log2(v.pitch_hz / hz), 0, 0.15); // semitones
    CHECK_AT_MOST(v.wander, 0.02);
    CHECK_NEAR(v.held_sec, 0.76, 0.1);
  }
}

static void what_wanders_is_measured(void)
{
  // The mean of |d/dt| of a vibrato: 4 f a; over 20 ms, and the median of a sine's slope.
  for (double depth = 0.2; depth < 0.6; depth += 0.2) {
    const double     middle = 2 * pi * 5.5 * depth * 0.02 * sin(pi / 4);
    const lq_voicing v      = hear(220, depth, 0, false);
    CHECK(v.share > 0.8);
    CHECK_NEAR(v.wander, middle, 0.3 * middle + 0.01);
  }
}

static void chords_and_noise_have_no_one_pitch(void)
{
  CHECK_AT_MOST(hear(220, 0, 0, true).share, 0.5);
  CHECK_AT_MOST(hear(220, 0, 0.8, false).share, 0.1);
}

static void silence_gives_zeros(void)
{
  lq_voicing        v         = {.share = 1};
  float             x[600]    = {0};
  uint8_t           active[2] = {0};
  const lq_activity a         = {.n_blocks = 2, .active = active};
  CHECK(!lq_voicing_find(&v, (lq_signal){x, 600}, &a));
  CHECK_NEAR(v.share, 0, 0);
  CHECK(!lq_voicing_find(&v, (lq_signal){NULL, 0}, &a));
  CHECK_NEAR(v.pitch_hz, 0, 0);
}

// Certainties add up to 1, what must be told from all else is most like itself, and what lies
// between all kinds is "other".
static void the_table_of_sounds_holds_together(void)
{
  lq_pool*  pool = NULL;
  lq_roles  roles;
  lq_sounds sounds;
  lq_error  e      = {0};
  lq_sound  middle = {0};
  CHECK(!lq_pool_new(&pool) && !lq_roles_load(&roles, pool, &e));
  CHECK(!lq_sounds_load(&sounds, pool, &roles, &e));
  CHECK(sounds.n == 16);
  for (size_t i = 0; i < sounds.n; ++i) {
    double sure[LQ_MAX_SOUNDS], sum = 0;
    lq_sounds_compare(&sounds, &sounds.kinds[i].usual, sure);
    const char* const group = sounds.kinds[i].role->group;
    const bool told = !strcmp(group, "drums") || !strcmp(group, "bass") || !strcmp(group, "vocals");
    for (size_t k = 0; k < sounds.n; ++k) {
      sum += sure[k];
      if (told && k != i && sure[k] >= sure[i]) {
        ++check_n_faults;
        printf("# the usual '%s' is most like '%s'\n", sounds.kinds[i].name, sounds.kinds[k].name);
      }
    }
    CHECK_NEAR(sum, 1, 1e-9);
    for (unsigned f = 0; f < LQ_SOUND_N; ++f) {
      CHECK(sounds.kinds[i].spread.figure[f] > 0);
      middle.figure[f] += sounds.kinds[i].usual.figure[f] / (double)sounds.n;
    }
  }
  const lq_sound_guess g = lq_role_from_sound(&sounds, &roles, &middle);
  CHECK_TEXT(g.role->name, "other");
  lq_pool_free(pool);
}

static const check_test tests[] = {
    CHECK_TEST(one_pitch_is_found_where_it_is), CHECK_TEST(what_wanders_is_measured),
    CHECK_TEST(chords_and_noise_have_no_one_pitch), CHECK_TEST(silence_gives_zeros),
    CHECK_TEST(the_table_of_sounds_holds_together)};
CHECK_MAIN(tests)
