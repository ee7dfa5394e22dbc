// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is known by: where it sounds, and how it begins. Fixed: 8 kHz, mono, 2 s.
#include "session_tools.h"

#include "measure/signature.h"

#include <math.h>

enum { N = 16000, RATE = 8000 };

// A tone of half full scale from `from` on, its first frame moved to `first`.
static lq_signature sign(const size_t from, const float first)
{
  static float x[N];
  char         path[512];
  lq_signature s      = {0};
  lq_error     e      = {0};
  const float* one[1] = {x};
  for (size_t i = 0; i < N; ++i) {
    x[i] = i < from ? 0 : (float)(0.5 * sin(2 * LQ_PI * 440 * (double)(i - from) / RATE));
  }
  x[from] = first;
  write_wav(temp_name(path, "tone.wav"), RATE, 1, one, N);
  CHECK(!lq_signature_file(&s, path, 10, NULL, NULL, &e));
  unlink(path);
  return s;
}

static void the_first_frame_stands_against_the_peak(void)
{
  lq_signature cut = sign(0, 0.4F), soft = sign(0, 0.001F);
  CHECK_NEAR(cut.step_lin, 0.8, 1e-3);
  CHECK_NEAR(soft.step_lin, 0.002, 1e-5);
  lq_signature_free(&cut);
  lq_signature_free(&soft);
}

static void it_sounds_from_its_first_loud_frame_to_its_last(void)
{
  lq_signature s = sign(4000, 0.1F);
  CHECK_NEAR(s.first_sec, 0.5, 1e-9);
  CHECK_NEAR(s.last_sec, 2, 0.001);
  CHECK_NEAR(s.step_lin, 0, 0); // it begins with silence
  lq_signature_free(&s);
}

static const check_test tests[] = {CHECK_TEST(the_first_frame_stands_against_the_peak),
                                   CHECK_TEST(it_sounds_from_its_first_loud_frame_to_its_last)};
CHECK_MAIN(tests)
