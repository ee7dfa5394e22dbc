// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Names as studios send them, and what they are.
#include "check.h"

#include "base/pool.h"
#include "session/roles.h"

static lq_pool* pool;
static lq_roles roles;

static const struct {
  const char* name;
  const char* role; ///< NULL: says nothing
} names[] = {
    {"Kick In", "kick"},
    {"KdrumR", "kick"},
    {"BD_03", "kick"},
    {"HVY_KICK", "kick"},
    {"SnareTop", "snare"},
    {"Snare_bottom", "snare"},
    {"Closed_HihHat_03", "hihat"},
    {"HH_BUILD", "hihat"},
    {"Hihat", "hihat"},
    {"Tom1", "tom"},
    {"FloorTom", "tom"},
    {"OH_L", "overhead"},
    {"OHR", "overhead"},
    {"AmbL", "room"},
    {"Room mono", "room"},
    {"RideL", "cymbal"},
    {"KICK_HATS", "drums"},
    {"TRAP_BEAT", "drums"},
    {"drums", "drums"},
    {"K_SN", "kick-snare"},
    {"CLAP", "clap"},
    {"Tamb_02", "percussion"},
    {"BUILD_PRC", "percussion"},
    {"BassDI", "bass"},
    {"bass amp", "bass"},
    {"bassguitar", "bass"},
    {"Bass_Slap_02", "bass"},
    {"SY_BASS", "synth-bass"},
    {"PAD_BASS", "synth-bass"},
    {"808", NULL},
    {"leadguitar", "lead-guitar"},
    {"Gtr Solo", "lead-guitar"},
    {"DistGtr_L", "electric-guitar"},
    {"Gtr Rhythm R", "electric-guitar"},
    {"JazzGuitar", "electric-guitar"},
    {"AcGtr", "acoustic-guitar"},
    {"Piano", "piano"},
    {"E-Piano", "keys"},
    {"EPiano_Clean", "keys"},
    {"clav", "keys"},
    {"Organ", "organ"},
    {"MALLET", "mallet"},
    {"MINILOGUE_SYNTH", "synth"},
    {"PLUCK", "synth"},
    {"Lead", "lead-synth"},
    {"Strings_high_", "strings"},
    {"horns", "brass"},
    {"AltoSax", "woodwind"},
    {"LeadVox", "lead-vocal"},
    {"VOX_LEAD", "lead-vocal"},
    {"Lead Vocal (comp)", "lead-vocal"},
    {"Gesang", "lead-vocal"},
    {"voz", "lead-vocal"},
    {"BGVOX_ALT", "backing-vocal"},
    {"BV 2 (home)", "backing-vocal"},
    {"Choir", "backing-vocal"},
    {"Vox Harm", "backing-vocal"},
    {"RISE", "effect"},
    {"REVERSE_SWEEP", "effect"},
    {"MICROCOSM_EFFECT", "effect"},
    {"Audio 1-3", NULL},
    {"", NULL},
    {"Default preset", NULL},
    {"bad take", NULL},
    {"Basement", NULL},
};

static void studio_names_are_understood(void)
{
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    const lq_role_guess g     = lq_role_from_name(&roles, names[i].name);
    const char* const   got   = g.role ? g.role->name : NULL;
    const bool          right = names[i].role ? got && !strcmp(got, names[i].role) : got == NULL;
    if (!right) {
      printf("# '%s' is %s; want %s\n", names[i].name, got ? got : "nothing",
             names[i].role ? names[i].role : "nothing");
    }
    CHECK(right);
  }
}

static void halves_of_pairs_are_found(void)
{
  char stem[64], other[64];
  CHECK(lq_side_from_name("OH_L", stem, sizeof stem) == LQ_SIDE_LEFT);
  CHECK(lq_side_from_name("OH_R", other, sizeof other) == LQ_SIDE_RIGHT);
  CHECK_TEXT(stem, other);
  CHECK(lq_side_from_name("AmbL", stem, sizeof stem) == LQ_SIDE_LEFT);
  CHECK(lq_side_from_name("Gtr Left 2", stem, sizeof stem) == LQ_SIDE_LEFT);
  CHECK(lq_side_from_name("L", stem, sizeof stem) == LQ_SIDE_NONE);
  CHECK(lq_side_from_name("Lead", stem, sizeof stem) == LQ_SIDE_NONE);
  CHECK(lq_side_from_name("Piano", stem, sizeof stem) == LQ_SIDE_NONE);
}

static void far_sides_and_amplifiers_are_found(void)
{
  CHECK(lq_name_is_far_side("Snare Bot"));
  CHECK(lq_name_is_far_side("Kick Out"));
  CHECK(!lq_name_is_far_side("Snare Top"));
  CHECK(!lq_name_is_far_side("Outro"));
  CHECK(!lq_name_is_far_side("Bottom Gtr"));
  CHECK(lq_name_is_amplifier("bass amp"));
  CHECK(!lq_name_is_amplifier("Bass DI"));
}

static void every_role_is_whole(void)
{
  CHECK(roles.n > 20);
  CHECK_TEXT(roles.roles[roles.n - 1].name, "other");
  for (size_t i = 0; i < roles.n; ++i) {
    const lq_role* const r = &roles.roles[i];
    CHECK(*r->name && *r->group);
    CHECK(r->values[LQ_ROLE_FLOOR] < r->values[LQ_ROLE_HIGHPASS]);
    CHECK(lq_role_find(&roles, r->name) == r);
  }
}

static const check_test tests[] = {
    CHECK_TEST(studio_names_are_understood), CHECK_TEST(halves_of_pairs_are_found),
    CHECK_TEST(far_sides_and_amplifiers_are_found), CHECK_TEST(every_role_is_whole)};

int main(void)
{
  lq_error error = {0};
  if (lq_pool_new(&pool) || lq_roles_load(&roles, pool, &error)) {
    printf("Bail out! %s\n", error.text);
    return 1;
  }
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  lq_pool_free(pool);
  return code;
}
