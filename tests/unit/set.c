// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"

#include "lacquer/model.h"
#include "proc/all.h"
#include "session/set.h"

static lq_session* song(void)
{
  lq_session* s = NULL;
  CHECK(!lq_session_new(&s));
  CHECK(lq_session_add(s, LQ_STRIP_RETURN, "plate") != NULL);
  lq_strip* const vox = lq_session_add(s, LQ_STRIP_TRACK, "Vox. 2");
  CHECK(lq_session_add(s, LQ_STRIP_TRACK, "Vox") != NULL);
  lq_strip* const strip = lq_session_find(s, "Vox. 2");
  CHECK(vox != NULL);
  lq_device eq;
  CHECK(!lq_device_init(&eq, s->pool, &lq_eq, 2));
  CHECK(!lq_chain_push(&strip->chain, s->pool, &eq));
  CHECK(!lq_strip_add_send(strip, s->pool, "plate", -20));
  return s;
}

static void every_kind_of_value_can_be_set(void)
{
  lq_session* const     s     = song();
  const lq_strip* const strip = lq_session_find(s, "Vox. 2");
  lq_error              e;
  CHECK(!lq_session_set(s, "Vox. 2.fader=-2 dB", &e));
  CHECK(!lq_session_set(s, "Vox. 2.pan.law=linear", &e));
  CHECK(!lq_session_set(s, "Vox. 2.plate=-12dB", &e));
  CHECK(!lq_session_set(s, "Vox. 2.eq.bands[2].freq=2 kHz", &e));
  CHECK(!lq_session_set(s, "Vox. 2.mute=on", &e));
  CHECK(!lq_session_set(s, "main.fader=-1", &e));
  CHECK_NEAR(lq_device_get(&strip->controls[LQ_CONTROL_FADER], "level"), -2, 0);
  CHECK_NEAR(lq_device_get(&strip->controls[LQ_CONTROL_PAN], "law"), 2, 0);
  CHECK_NEAR(lq_device_get(&strip->sends[0].device, "level"), -12, 0);
  CHECK_NEAR(strip->chain.devices[0].values[LQ_EQ_N + LQ_EQ_BAND_N + LQ_EQ_BAND_FREQ], 2000, 0);
  CHECK(strip->mute);
  lq_session_free(s);
}

static void vcas_can_be_set(void)
{
  lq_session* const s = song();
  lq_error          e;
  CHECK(lq_session_add_vca(s, "Vox. 2. all") != NULL && lq_session_add_vca(s, "All") != NULL);
  CHECK(!lq_session_set(s, "Vox. 2. all.level=-3 dB", &e)); // the longest name
  CHECK(!lq_session_set(s, "All.level=off", &e));
  CHECK(!lq_session_set(s, "All.mute=on", &e));
  CHECK_NEAR(lq_device_get(&s->vcas[0].level, "level"), -3, 0);
  CHECK_NEAR(lq_device_get(&s->vcas[1].level, "level"), -120, 0);
  CHECK(!s->vcas[0].mute && s->vcas[1].mute);
  CHECK(lq_session_set(s, "All.pan=L30", &e) == LQ_ERR_UNKNOWN);
  CHECK_TEXT(e.text, "the VCA 'All' has no 'pan'; it has level and mute.");
  CHECK(lq_session_set(s, "All.level=3 ms", &e) == LQ_ERR_BAD_VALUE);
  lq_session_free(s);
}

static void a_mute_that_is_set_no_longer_moves(void)
{
  lq_session* const s     = song();
  lq_strip* const   strip = lq_session_find(s, "Vox");
  lq_error          e;
  const lq_point    p     = {0, 1, LQ_SHAPE_HOLD};
  lq_curve          curve = {&p, 1};
  strip->muting.curves    = &curve;
  strip->muting.values[0] = 1;
  CHECK(!lq_session_set(s, "Vox.mute=off", &e));
  CHECK(!strip->mute && !strip->muting.curves && strip->muting.values[0] == 0.0F);
  lq_session_free(s);
}

static void wrong_ones_say_what_is_wrong(void)
{
  lq_session* const s = song();
  lq_error          e;
  CHECK(lq_session_set(s, "Nobody.fader=1", &e) == LQ_ERR_UNKNOWN);
  CHECK(lq_session_set(s, "Vox.nothing=1", &e) == LQ_ERR_UNKNOWN);
  CHECK(lq_session_set(s, "Vox.fader.nothing=1", &e) == LQ_ERR_UNKNOWN);
  CHECK(lq_session_set(s, "Vox.fader", &e) == LQ_ERR_USAGE);
  CHECK(lq_session_set(s, "Vox. 2.eq.bands[3].freq=1 kHz", &e) == LQ_ERR_UNKNOWN);
  CHECK(lq_session_set(s, "Vox. 2.eq.bands[0].freq=1 kHz", &e) == LQ_ERR_UNKNOWN);
  CHECK(lq_session_set(s, "Vox.fader=3 ms", &e) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(e.text, "fader.level is '3 ms'; expected -120 to 24 dB, or off.");
  lq_session_free(s);
}

static const check_test tests[] = {
    CHECK_TEST(every_kind_of_value_can_be_set), CHECK_TEST(vcas_can_be_set),
    CHECK_TEST(a_mute_that_is_set_no_longer_moves), CHECK_TEST(wrong_ones_say_what_is_wrong)};
CHECK_MAIN(tests)
