// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Rendered bits as hashes: both compilers and every CPU level give the ones in bits.txt. A hash
// says "changed"; whether it is right say the reference tests. LACQUER_BLESS=1 after a change of
// sound that was meant.
#include "golden.h"
#include "proc_tools.h"
#include "session_tools.h"

enum { N_FRAMES = 24000, N_BANDS = 3 };

// Defaults, then knobs well inside the range, different ones for each row.
static rig make(const lq_proc* const proc, const unsigned setting, const lq_simd* const simd)
{
  rig r       = rig_new(proc, 48000, 2, proc->n_band_params ? N_BANDS : 0);
  r.spec.simd = simd;
  for (size_t i = 0; setting && i < lq_proc_n_values(proc, r.spec.n_bands); ++i) {
    const double p = 0.2 + 0.6 * (double)(lq_rng_at(77, i) >> 11U) * 0x1p-53;
    r.values[i]    = lq_param_from_unit(lq_proc_row(proc, i), (float)p);
  }
  rig_start(&r);
  return r;
}

static uint64_t hash_of(const lq_proc* const proc, const unsigned setting,
                        const lq_simd* const simd)
{
  rig      r = make(proc, setting, simd);
  float*   io[2];
  uint64_t hash = GOLDEN_START;
  for (unsigned c = 0; c < 2; ++c) {
    io[c] = lq_alloc_aligned(N_FRAMES * sizeof(float));
    for (size_t i = 0; i < N_FRAMES; ++i) { // bursts, so that dynamics move
      io[c][i] = noise_at(c + 5, i) * (i / 3000 % 2 ? 3.2F : 0.1F);
    }
  }
  rig_run(&r, io, N_FRAMES, LQ_MAX_FRAMES, 0);
  for (unsigned c = 0; c < 2; ++c) {
    hash = golden_hash(hash, io[c], N_FRAMES * sizeof(float));
    free(io[c]);
  }
  rig_free(&r);
  return hash;
}

static desk song(void)
{
  static const char* const chains[][3] = {
      {"hpf", "eq", "compressor"}, {"eq", "limiter", NULL}, {"lpf", "compressor", NULL}};
  const lq_point ride[] = {{0, -12, 0}, {0.1, 0, 0}, {0.2, -3, LQ_SHAPE_HOLD}, {0.25, -20, 0}};
  desk           d      = desk_new(48000);
  d.session->tempo_bpm  = 96;
  lq_session_add(d.session, LQ_STRIP_BUS, "bus");
  lq_strip* room = lq_session_add(d.session, LQ_STRIP_RETURN, "room");
  desk_push(&d, room, lq_proc_find("reverb"));
  lq_strip* echo = lq_session_add(d.session, LQ_STRIP_RETURN, "echo");
  desk_push(&d, echo, lq_proc_find("echo"));
  for (unsigned i = 0; i < 6; ++i) {
    char name[16];
    snprintf(name, sizeof name, "t%u", i);
    lq_strip* const t = desk_track(&d, name, desk_noise(&d, 48000, 1 + i % 2, 15000 + 900 * i, i));
    lq_device_set(&t->controls[LQ_CONTROL_PAN], "position", -80 + 30 * (float)i);
    t->out = i % 2 ? "bus" : "main";
    for (unsigned k = 0; k < 3 && chains[i % 3][k]; ++k) {
      desk_push(&d, t, lq_proc_find(chains[i % 3][k]));
    }
    if (i == 3) {
      t->chain.devices[2].key = "t0"; // the compressor
    }
    desk_automate(&d, &t->controls[LQ_CONTROL_FADER], 0, ride, 4);
    CHECK(!lq_strip_add_send(t, d.session->pool, i % 2 ? "room" : "echo", -9));
  }
  return d;
}

static uint64_t hash_of_song(const lq_simd* const simd)
{
  desk     d    = song();
  tape     t    = desk_render_as(&d, &(lq_render_options){.n_jobs = 2, .simd = simd});
  uint64_t hash = GOLDEN_START;
  CHECK(tape_first(&t) != SIZE_MAX);
  for (unsigned c = 0; c < 2; ++c) {
    hash = golden_hash(hash, t.x[c], t.n * sizeof(float));
  }
  tape_free(&t);
  desk_free(&d);
  return hash;
}

static void bits_are_what_they_were(void)
{
  page t = {0};
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    put(&t, "%s %016llx %016llx\n", (*p)->symbol,
        (unsigned long long)hash_of(*p, 0, lq_simd_level(0)),
        (unsigned long long)hash_of(*p, 1, lq_simd_level(0)));
  }
  put(&t, "session %016llx\n", (unsigned long long)hash_of_song(lq_simd_level(0)));
  golden_compare("bits.txt", t.text);
  free(t.text);
}

static void every_cpu_level_gives_them(void)
{
  for (unsigned level = 1; level < lq_simd_count(); ++level) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(level)->name);
    for (const lq_proc* const* p = lq_proc_all(); simd && *p; ++p) {
      for (unsigned setting = 0; setting < 2; ++setting) {
        CHECK(hash_of(*p, setting, simd) == hash_of(*p, setting, lq_simd_level(0)));
      }
    }
    CHECK(!simd || hash_of_song(simd) == hash_of_song(lq_simd_level(0)));
    printf("# %s: %s\n", lq_simd_level(level)->name, simd ? "compared" : "not on this CPU");
  }
}

static const check_test tests[] = {CHECK_TEST(bits_are_what_they_were),
                                   CHECK_TEST(every_cpu_level_gives_them)};
CHECK_MAIN(tests)
