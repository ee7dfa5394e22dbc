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
    {"808", "synth-bass"},
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
    {"03 Große Trommel", "kick"},
    {"Caisse Claire", "snare"},
    {"Bo\xcc\x88rdchor", "backing-vocal"},
    {"Fl\xc3\xb6te", "woodwind"},
    {"Flo\xcc\x88te 2", "woodwind"},
    {"Bl\xc3\xa4ser", "brass"},
    {"GITARRE links", "electric-guitar"},
    {"Akustikgitarre", "acoustic-guitar"},
    {"Kleine Trommel oben", "snare"},
    {"Becken", "cymbal"},
    {"voix t\xc3\xa9moin", "lead-vocal"},
    {"ch\xc5\x93urs", "backing-vocal"},
    {"Grosse_Caisse_In", "kick"},
    {"chitarra acustica", "acoustic-guitar"},
    {"Voce Principale", "lead-vocal"},
    {"cori 2", "backing-vocal"},
    {"Rullante sopra", "snare"},
    {"bombo", "kick"},
    {"Bajo DI", "bass"},
    {"Guitarra el\xc3\xa9"
     "ctrica",
     "electric-guitar"},
    {"bumbo", "kick"},
    {"viol\xc3\xa3o", "acoustic-guitar"},
    {"baixo", "bass"},
    {"chimbal", "hihat"},
    {"zang", "lead-vocal"},
    {"achtergrondzang", "backing-vocal"},
    {"gitaar L", "electric-guitar"},
    {"basgitaar", "bass"},
    {"wokal", "lead-vocal"},
    {"werbel g\xc3\xb3ra", "snare"},
    {"Stopa", "kick"},
    {"skrzypce", "strings"},
    {"S\xc3\xa5ng", "lead-vocal"},
    {"k\xc3\xb6r", "backing-vocal"},
    {"virveltrumma", "snare"},
    {"doramu", "drums"},
    {"beesu", "bass"},
    {"boukaru", "lead-vocal"},
    {"gitaa", "electric-guitar"},
    {"Vo", "lead-vocal"},
    {"Cho 1", "backing-vocal"},
    {"Tom1", "tom"},
    {"Kick808", "kick"},
    {"B3 Organ", "organ"},
    {"Hammond B3", "organ"},
    {"12 String", "acoustic-guitar"},
    {"Synth Strings", "strings"},
    {"Acoustic Drums", "drums"},
    {"Acoustic Bass", "bass"},
    {"Bassline", "bass"},
    {"Rack Tom 1", "tom"},
    {"Lead Vox dbl", "backing-vocal"},
    {"Snr_Btm", "snare"},
    {"OvHd L", "overhead"},
    {"SubKick", "kick"},
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
  static const struct {
    const char *a, *b;
    lq_half     side;
    bool        to_the_number;
  } pairs[] = {
      {"OH_L", "OH_R", LQ_SIDE_LEFT, true},
      {"AmbR", "AmbL", LQ_SIDE_RIGHT, true},
      {"OHL", "OHR", LQ_SIDE_LEFT, true},
      {"PADL", "PADR", LQ_SIDE_LEFT, true},
      {"Piano.L", "Piano.R", LQ_SIDE_LEFT, true},
      {"Synth%L", "Synth%R", LQ_SIDE_LEFT, true},
      {"Gtr Left 2", "Gtr Right 2", LQ_SIDE_LEFT, true},
      {"Gtr Left 2", "Gtr Right 3", LQ_SIDE_LEFT, false},
      {"Chor links", "Chor rechts", LQ_SIDE_LEFT, true},
      {"Guitare (gauche)", "Guitare (droite)", LQ_SIDE_LEFT, true},
      {"03_OH L", "04_OH R", LQ_SIDE_LEFT, true},
      {"OH L", "Room R", LQ_SIDE_NONE, false},
      {"OH L", "OH L", LQ_SIDE_NONE, false},
      {"OH links", "OH right", LQ_SIDE_NONE, false},
      {"L", "R", LQ_SIDE_NONE, false},
      {"Lead", "Read", LQ_SIDE_NONE, false},
      {"Tom1", "Tom2", LQ_SIDE_NONE, false},
  };
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; ++i) {
    bool          exact;
    const lq_half side = lq_name_pair(pairs[i].a, pairs[i].b, &exact);
    if (side != pairs[i].side || exact != pairs[i].to_the_number) {
      printf("# '%s' and '%s': side %d, to the number %d\n", pairs[i].a, pairs[i].b, (int)side,
             exact);
    }
    CHECK(side == pairs[i].side && exact == pairs[i].to_the_number);
  }
  CHECK(lq_name_neighbours("Synth.1", "Synth.2"));
  CHECK(lq_name_neighbours("Pad B", "Pad A"));
  CHECK(!lq_name_neighbours("Tom 2", "Tom 3"));
  CHECK(!lq_name_neighbours("1", "2"));
}

static void takes_are_told(void)
{
  char stem[64];
  CHECK(lq_name_take("Vox take 3", stem, sizeof stem) == 3);
  CHECK_TEXT(stem, "vox");
  CHECK(lq_name_take("Lead_Vox_tk12", stem, sizeof stem) == 12);
  CHECK_TEXT(stem, "lead vox");
  CHECK(lq_name_take("Lead Vox (comp)", stem, sizeof stem) == LQ_TAKE_COMP);
  CHECK_TEXT(stem, "lead vox");
  CHECK(lq_name_take("Take Me Home", stem, sizeof stem) == LQ_TAKE_NONE);
  CHECK(lq_name_take("Snare 2", stem, sizeof stem) == LQ_TAKE_NONE);
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
  CHECK(lq_name_is_far_side("Kick 2 Out"));
  CHECK(lq_name_is_far_side("caisse claire dessous"));
  CHECK(lq_name_is_direct("Bass DI"));
  CHECK(!lq_name_is_direct("Bassline"));
  CHECK(lq_name_is_double("Lead Vox dbl"));
  CHECK(lq_name_is_click("Klick 120"));
  CHECK(lq_name_is_click("METRONOME"));
  CHECK(!lq_name_is_click("Clickety Synth"));
  CHECK(lq_name_is_mix("My Song Rough Mix 3"));
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
    CHECK_TEST(takes_are_told), CHECK_TEST(far_sides_and_amplifiers_are_found),
    CHECK_TEST(every_role_is_whole)};

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
