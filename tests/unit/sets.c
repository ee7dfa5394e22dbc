// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What lies among the tracks and is none, what belongs together, and that neither depends on the
// order of the files. Every set is made here, so that its truth is known.
#include "mix_tools.h"

#include "base/pool.h"
#include "session/plan.h"

enum { SEC = 12, N = SEC * MIX_RATE };

static const double pi = 3.14159265358979323846;

// A player of chords: another rhythm and another register for each seed, another touch for each
// take.
static void play(float* const x, const uint64_t part, const uint64_t take, const double level)
{
  const size_t step = (size_t)((0.31 + 0.07 * (double)(part % 5)) * MIX_RATE);
  const double base = 110 * pow(1.5, (double)(part % 5));
  for (size_t n = 1; (n + 1) * step < N; ++n) {
    if (mix_noise(part, n) < -0.4) {
      continue;
    }
    const size_t from = n * step + (size_t)(600 * (1 + mix_noise(take + 50, n)));
    const double loud =
        level * (0.7 + 0.3 * mix_noise(part + 9, n)) * (1 + 0.1 * mix_noise(take, n));
    const double tune = 1 + 0.004 * mix_noise(take + 70, n);
    const double hz   = base * pow(2, floor(6 + 6 * mix_noise(part + 5, n)) / 12) * tune;
    const double turn = pi * mix_noise(take + 90, n);
    for (size_t i = 0; i < 2 * step && from + i < N; ++i) {
      const double t = (double)i / MIX_RATE;
      x[from + i] += (float)(loud * fmin(1, t * 200) * exp(-t * 3) *
                             (sin(2 * pi * hz * t + turn) + 0.5 * sin(4 * pi * hz * t + 2 * turn) +
                              0.3 * sin(10 * pi * hz * t + 3 * turn)));
    }
  }
}

static float* part_new(const uint64_t part, const uint64_t take)
{
  float* const x = calloc(N, sizeof *x);
  play(x, part, take, 0.2);
  return x;
}

static void save_part(const char* const name, const uint64_t part, const uint64_t take)
{
  float* const x = part_new(part, take);
  mix_save_mono(name, x, N);
  free(x);
}

static const char* muted_as(const lq_session* const s, const char* const name)
{
  const lq_strip* const t = mix_strip(s, name);
  return t->mute && t->mute_why ? t->mute_why : "";
}

static bool is_muted_as(const lq_session* const s, const char* const name, const char* const why)
{
  const bool so = strstr(muted_as(s, name), why) != NULL;
  if (!so) {
    printf("# '%s' is muted as '%s'\n", name, muted_as(s, name));
  }
  return so;
}

static void beats(float* const x, const double every_sec, const double hz, const double noise,
                  const double decay_sec)
{
  const size_t step = (size_t)(every_sec * MIX_RATE);
  for (size_t i = 0; i < N; ++i) {
    const double t = (double)(i % step) / MIX_RATE;
    x[i]           = (float)(0.5 * exp(-t / decay_sec) * (t < 8 * decay_sec) *
                   ((1 - noise) * sin(2 * pi * hz * t) + noise * mix_noise(3, i)));
  }
}

static void clicks_are_muted_by_name_or_sound(void)
{
  float* const x = calloc(N, sizeof *x);
  save_part("Piano.wav", 1, 1);
  save_part("Klick 120.wav", 2, 1); // whatever it sounds like
  beats(x, 0.5, 1000, 0, 0.008);
  mix_save_mono("Audio 3.wav", x, N);
  beats(x, 0.5, 190, 0.7, 0.05); // a snare on every beat
  mix_save_mono("Audio 4.wav", x, N);
  beats(x, 0.5, 60, 0.02, 0.07); // four on the floor
  mix_save_mono("Audio 5.wav", x, N);
  beats(x, 0.25, 8000, 1, 0.02);
  mix_save_mono("Audio 6.wav", x, N);
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK(is_muted_as(s, "Klick 120", "click"));
  CHECK(is_muted_as(s, "Audio 3", "click"));
  CHECK(mix_notes_say(s, "'Audio 3' is muted"));
  CHECK(!mix_strip(s, "Piano")->mute && !mix_strip(s, "Audio 4")->mute);
  CHECK(!mix_strip(s, "Audio 5")->mute && !mix_strip(s, "Audio 6")->mute);
  lq_session_free(s);
  free(x);
  tool_clean();
}

static void of_copies_one_stays(void)
{
  float* const x = part_new(1, 1);
  save_part("Bass.wav", 3, 1);
  mix_save_mono("Piano.wav", x, N);
  mix_save_mono("Audio 2.wav", x, N);
  for (size_t i = 0; i < N; ++i) {
    x[i] = -x[i];
  }
  mix_save_mono("Audio 3.wav", x, N);
  for (size_t i = 0; i < N; ++i) {
    x[i] *= -0.5F;
  }
  mix_save_mono("Audio 4.wav", x, N);
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK(!mix_strip(s, "Piano")->mute && !mix_strip(s, "Bass")->mute);
  CHECK(is_muted_as(s, "Audio 2", "the same, sample for sample, as 'Piano'"));
  CHECK(is_muted_as(s, "Audio 3", "upside down"));
  CHECK(is_muted_as(s, "Audio 4", "but for its level"));
  lq_session_free(s);
  free(x);
  tool_clean();
}

static void takes_that_went_into_a_comp_are_muted(void)
{
  save_part("Piano take 1.wav", 1, 1);
  save_part("Piano take 2.wav", 1, 2);
  save_part("Piano comp.wav", 1, 3);
  save_part("Organ take 2.wav", 2, 1); // of this there is nothing else
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK(is_muted_as(s, "Piano take 1", "'Piano comp' was made of them"));
  CHECK(is_muted_as(s, "Piano take 2", "'Piano comp' was made of them"));
  CHECK(!mix_strip(s, "Piano comp")->mute && !mix_strip(s, "Organ take 2")->mute);
  lq_session_free(s);
  tool_clean();
}

// A mix of the tracks at other levels, limited a little, that starts 0.7 s late; and a printed bus.
static void mixes_and_buses_among_the_tracks_are_muted(void)
{
  enum { LATE = 30870 };
  float *const kick = calloc(N, sizeof *kick), *const hat = calloc(N, sizeof *hat);
  float *const mix = calloc(2 * N, sizeof *mix), *const bus = calloc(N, sizeof *bus);
  float* const part[3] = {part_new(0, 1), part_new(1, 1), part_new(2, 1)};
  beats(kick, 0.5, 60, 0.05, 0.08);
  beats(hat, 0.37, 700, 0.5, 0.05); // a block of wood: the lowest 2 kHz are what is compared
  for (size_t i = 0; i < N; ++i) {
    kick[i] *= 0.2F; // it fits itself at every beat; the others say where the mix starts
    bus[i] = kick[i] + hat[i];
    const float v =
        0.5F * kick[i] + 0.3F * hat[i] + part[0][i] + 0.7F * part[1][i] + 0.8F * part[2][i];
    mix[i < N - LATE ? i + LATE : i] = i < N - LATE ? tanhf(1.2F * v) : 0.0F;
  }
  for (size_t i = 0; i < LATE; ++i) {
    mix[i] = 0;
  }
  mix_save_mono("Kick.wav", kick, N);
  mix_save_mono("Woodblock.wav", hat, N);
  mix_save_mono("Bass.wav", part[0], N);
  mix_save_mono("Keys.wav", part[1], N);
  mix_save_mono("Strings.wav", part[2], N);
  mix_save_mono("Drums.wav", bus, N);
  mix_save_mono("Night Drive Rough Mix.wav", mix, N);
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK(is_muted_as(s, "Night Drive Rough Mix", "a mix of the tracks"));
  CHECK(is_muted_as(s, "Night Drive Rough Mix", "runs 0.700 s later"));
  CHECK(is_muted_as(s, "Drums", "the sum of 2 other tracks"));
  CHECK(!mix_strip(s, "Kick")->mute && !mix_strip(s, "Keys")->mute);
  lq_session_free(s);
  for (size_t i = 0; i < 3; ++i) {
    free(part[i]);
  }
  free(kick);
  free(hat);
  free(mix);
  free(bus);
  tool_clean();
}

static void a_mix_without_a_name_is_known_by_its_parts(void)
{
  float *const hat = calloc(N, sizeof *hat), *const kick = calloc(N, sizeof *kick);
  float* const part[2] = {part_new(0, 1), part_new(3, 1)};
  tool_sound   mix     = tool_sound_new(2, N);
  beats(hat, 0.25, 9000, 1, 0.03);
  beats(kick, 0.5, 60, 0.05, 0.1);
  for (size_t i = 0; i < N; ++i) { // sides differ, as in a mix
    mix.x[0][i] = 0.3F * kick[i] + 0.25F * hat[i] + 0.5F * part[0][i] + 0.6F * part[1][i];
    mix.x[1][i] = 0.3F * kick[i] + 0.15F * hat[i] + 0.5F * part[0][i] + 0.4F * part[1][i];
    mix.x[0][i] = tanhf(1.5F * mix.x[0][i]);
    mix.x[1][i] = tanhf(1.5F * mix.x[1][i]);
  }
  mix_save_mono("Audio 1.wav", kick, N);
  mix_save_mono("Audio 2.wav", hat, N);
  mix_save_mono("Bass.wav", part[0], N);
  mix_save_mono("Keys.wav", part[1], N);
  mix_save("Audio 5.wav", &mix);
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK(is_muted_as(s, "Audio 5", "a mix of the tracks"));
  CHECK(!mix_strip(s, "Audio 1")->mute && !mix_strip(s, "Audio 2")->mute);
  lq_session_free(s);
  tool_sound_free(&mix);
  free(part[0]);
  free(part[1]);
  free(hat);
  free(kick);
  tool_clean();
}

// One recording from two sides: most of it alike, each with a room of its own.
static void save_sides(const char* const left, const char* const right)
{
  float *const x = part_new(1, 1), *const l = calloc(N, sizeof *l), *const r = calloc(N, sizeof *r);
  for (size_t i = 400; i < N; ++i) {
    l[i] = x[i] + 0.5F * x[i - 171];
    r[i] = x[i] + 0.5F * x[i - 331];
  }
  mix_save_mono(left, l, N);
  mix_save_mono(right, r, N);
  free(x);
  free(l);
  free(r);
}

static void two_sides_go_left_and_right(void)
{
  static const char* const names[][2] = {{"Piano.L.wav", "Piano.R.wav"},
                                         {"Keys%L.wav", "Keys%R.wav"},
                                         {"Piano 1.wav", "Piano 2.wav"},
                                         {"Rhodes alpha.wav", "Rhodes omega.wav"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    char left[64], right[64];
    save_sides(names[i][0], names[i][1]);
    save_part("Bass.wav", 3, 1);
    lq_session* const s = mix_plan(tool_folder, NULL);
    snprintf(left, sizeof left, "%.*s", (int)strlen(names[i][0]) - 4, names[i][0]);
    snprintf(right, sizeof right, "%.*s", (int)strlen(names[i][1]) - 4, names[i][1]);
    CHECK(mix_notes_say(s, "two sides of one recording"));
    CHECK(mix_pan(s, left) < -30);
    CHECK_NEAR(mix_pan(s, left) + mix_pan(s, right), 0, 0);
    lq_session_free(s);
    tool_clean();
  }
}

static void the_same_part_again_goes_wide(void)
{
  save_part("Gtr dbl.wav", 1, 2);
  save_part("Gtr.wav", 1, 1);
  save_part("Gtr other.wav", 4, 3); // plays something else
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK(mix_notes_say(s, "'Gtr' and 'Gtr dbl' are one part played twice"));
  CHECK(fabs(mix_pan(s, "Gtr")) > 50);
  CHECK_NEAR(mix_pan(s, "Gtr") + mix_pan(s, "Gtr dbl"), 0, 0);
  lq_session_free(s);
  tool_clean();
}

static void silence_takes_no_part(void)
{
  float* const x = calloc(N, sizeof *x);
  mix_save_mono("Lead Vox.wav", x, N);
  save_part("Piano.wav", 1, 1);
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK(is_muted_as(s, "Lead Vox", "silent"));
  lq_session_free(s);
  free(x);
  tool_clean();
}

static void what_a_person_says_goes_first(void)
{
  lq_pool*        pool  = NULL;
  lq_roles        roles = {0};
  lq_role_choices c     = {0};
  lq_error        e     = {0};
  CHECK(!lq_pool_new(&pool) && !lq_roles_load(&roles, pool, &e));
  save_part("01_Kick.wav", 1, 1);
  save_part("Audio 2.wav", 2, 1);
  CHECK(!lq_role_choices_read(&c, pool, &roles, "Kick=organ, Audio 2 = lead-vocal", &e));
  lq_session* s = mix_plan(tool_folder, &c);
  CHECK_TEXT(mix_strip(s, "Kick")->role, "organ");
  CHECK_TEXT(mix_strip(s, "Audio 2")->role, "lead-vocal");
  CHECK_TEXT(mix_strip(s, "Audio 2")->role_why, "you said so");
  // A plan's own roles stay.
  CHECK(!lq_role_choices_read(&c, pool, &roles, "Kick=bass", &e));
  CHECK(!lq_role_choices_give(&c, s, &e));
  CHECK_TEXT(mix_strip(s, "Kick")->role, "organ");
  lq_session_find(s, "Kick")->role = "";
  CHECK(!lq_role_choices_give(&c, s, &e));
  CHECK_TEXT(mix_strip(s, "Kick")->role, "bass");
  // Slips are told.
  CHECK(lq_role_choices_read(&c, pool, &roles, "Kick=base", &e) == LQ_ERR_UNKNOWN);
  CHECK(strstr(e.text, "no role 'base'") && strstr(e.text, "lead-vocal, backing-vocal, kick"));
  CHECK(lq_role_choices_read(&c, pool, &roles, "Kick", &e) == LQ_ERR_USAGE);
  CHECK(lq_role_choices_read(&c, pool, &roles, "Kick=bass,Kick=snare", &e) == LQ_ERR_BAD_VALUE);
  CHECK(!lq_role_choices_read(&c, pool, &roles, "Kik=bass", &e));
  CHECK(lq_role_choices_give(&c, s, &e) == LQ_ERR_UNKNOWN);
  CHECK(strstr(e.text, "no track 'Kik'") && strstr(e.text, "'Kick'"));
  const char* const file = tool_path("roles.yaml");
  tool_save(file, "Kick: bass\nAudio 2: voice\n", 26);
  CHECK(lq_role_choices_read(&c, pool, &roles, file, &e) == LQ_ERR_UNKNOWN);
  CHECK(e.line == 2 && strstr(e.text, "no role 'voice'"));
  lq_session_free(s);
  lq_pool_free(pool);
  tool_clean();
}

static char* plan_without_files(const char* const folder)
{
  lq_session* const s    = mix_plan(folder, NULL);
  char* const       text = s ? lq_session_text(s) : NULL;
  char*             to   = text;
  for (const char* p = text; p && *p;) {
    const size_t n = strcspn(p, "\n") + 1;
    if (!strstr(p, "file: ") || strstr(p, "file: ") > p + n) {
      memmove(to, p, n);
      to += n;
    }
    p += n;
  }
  if (to) {
    *to = '\0';
  }
  lq_session_free(s);
  return text;
}

static void save_band(const int* const number)
{
  static const char* const names[] = {"Piano L", "Piano R", "Gtr",   "Gtr dbl",   "Bass",
                                      "Click",   "Audio",   "Organ", "Organ copy"};
  char                     name[64];
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    static const uint64_t parts[][2] = {{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 1},
                                        {0, 1}, {4, 1}, {0, 5}, {0, 5}};
    snprintf(name, sizeof name, "%02d_%s.wav", number[i], names[i]);
    save_part(name, parts[i][0], parts[i][1]);
  }
}

static void the_order_of_the_files_does_not_matter(void)
{
  static const int orders[3][9] = {
      {1, 2, 3, 4, 5, 6, 7, 8, 9}, {9, 8, 7, 6, 5, 4, 3, 2, 1}, {4, 9, 2, 7, 5, 1, 8, 3, 6}};
  char* first = NULL;
  for (size_t i = 0; i < 3; ++i) {
    save_band(orders[i]);
    char* const plan  = plan_without_files(tool_folder);
    char* const again = plan_without_files(tool_folder);
    CHECK(plan && again && !strcmp(plan, again));
    first = first ? first : strdup(plan);
    CHECK(!strcmp(first, plan));
    CHECK(strstr(plan, "one part played twice") && strstr(plan, "a click track"));
    free(plan);
    free(again);
    tool_clean();
  }
  free(first);
}

// "Night Drive - Piano" says piano no more than "Night Drive - Bass" does.
static void what_all_names_share_says_nothing(void)
{
  save_part("Piano Man - Bass.wav", 3, 1);
  save_part("Piano Man - Organ.wav", 1, 1);
  save_part("Piano Man - Violin 90 BPM.wav", 2, 1);
  lq_session* const s = mix_plan(tool_folder, NULL);
  CHECK_TEXT(mix_strip(s, "Piano Man - Bass")->role, "bass");
  CHECK_TEXT(mix_strip(s, "Piano Man - Organ")->role, "organ");
  CHECK_TEXT(mix_strip(s, "Piano Man - Violin 90 BPM")->role, "strings");
  CHECK(strstr(mix_strip(s, "Piano Man - Bass")->role_why, "95 % sure: 'bass' in its name"));
  lq_session_free(s);
  tool_clean();
}

static const check_test tests[] = {CHECK_TEST(clicks_are_muted_by_name_or_sound),
                                   CHECK_TEST(of_copies_one_stays),
                                   CHECK_TEST(takes_that_went_into_a_comp_are_muted),
                                   CHECK_TEST(mixes_and_buses_among_the_tracks_are_muted),
                                   CHECK_TEST(a_mix_without_a_name_is_known_by_its_parts),
                                   CHECK_TEST(two_sides_go_left_and_right),
                                   CHECK_TEST(the_same_part_again_goes_wide),
                                   CHECK_TEST(silence_takes_no_part),
                                   CHECK_TEST(what_a_person_says_goes_first),
                                   CHECK_TEST(the_order_of_the_files_does_not_matter),
                                   CHECK_TEST(what_all_names_share_says_nothing)};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
