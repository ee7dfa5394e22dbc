// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How often does the sound alone say what a track is? Folders of tracks whose names are true: each
// folder in turn is guessed by a table made from all the others, and compared with its names.
//
//   bench_roles [--write TABLE.yaml] FOLDER... [--together FOLDER...] [--made FOLDER...]
//
// Folders behind --together (one artist) are left out together; those behind --made (rendered from
// MIDI or by a speech synthesiser) count half. --write writes the table made from everything, which
// is what data/sounds.yaml is. --shipped judges by the table of the library instead, which has
// heard these songs: it shows what the program does, not how well it will do.
#include "base/pool.h"
#include "measure/signature.h"
#include "session/sounds.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4096, MOST_NAMES = 512, N_KINDS = 16 };

static const struct {
  const char *kind, *role, *stands_for[8];
} kinds[N_KINDS] = {
    {"kick", "kick", {"kick"}},
    {"snare", "snare", {"snare", "clap"}},
    {"tom", "tom", {"tom"}},
    {"hihat", "hihat", {"hihat"}},
    {"cymbal", "cymbal", {"cymbal"}},
    {"kit", "drums", {"drums", "overhead", "room", "tops", "kick-snare"}},
    {"percussion", "percussion", {"percussion"}},
    {"bass", "bass", {"bass", "synth-bass"}},
    {"voice", "lead-vocal", {"lead-vocal", "backing-vocal"}},
    {"guitar", "electric-guitar", {"electric-guitar", "lead-guitar", "acoustic-guitar"}},
    {"keys", "keys", {"keys", "piano", "organ", "mallet"}},
    {"synth", "synth", {"synth", "lead-synth"}},
    {"pad", "pad", {"pad"}},
    {"strings", "strings", {"strings"}},
    {"wind", "brass", {"brass", "woodwind"}},
    {"effect", "effect", {"effect"}},
};

typedef struct {
  lq_sound sound;
  unsigned kind, set; // of folders that are left out together
  double   weight;
  char     name[64];
  bool     lead;
} example;

static example  all[MOST];
static size_t   n_all;
static lq_roles roles;

static int kind_of(const lq_role* const role)
{
  for (int k = 0; role && k < N_KINDS; ++k) {
    for (unsigned i = 0; i < 8 && kinds[k].stands_for[i]; ++i) {
      if (!strcmp(role->name, kinds[k].stands_for[i])) {
        return k;
      }
    }
  }
  return -1;
}

static void add_file(const char* const path, const char* const name, const unsigned set,
                     const double weight)
{
  enum { LEAST_BLOCKS = 15 };
  char                word[64];
  lq_signature        s;
  lq_voicing          v;
  lq_error            error = {0};
  const size_t        skip  = strspn(name, "0123456789_ -");
  const lq_role_guess told  = lq_role_from_name(
       &roles,
       (snprintf(word, sizeof word, "%.*s", (int)(strcspn(name + skip, ".")), name + skip), word));
  const int kind = kind_of(told.role);
  if (kind < 0 || n_all == MOST) {
    return;
  }
  if (lq_signature_file(&s, path, 600, NULL, NULL, &error)) {
    fprintf(stderr, "%s\n", error.text);
    return;
  }
  if (s.features.activity.n_active >= LEAST_BLOCKS &&
      !lq_voicing_find(&v, (lq_signal){s.low, s.n_low}, &s.features.activity)) {
    example* const e = &all[n_all++];
    *e               = (example){.sound  = lq_sound_of(&s.features, &v),
                                 .kind   = (unsigned)kind,
                                 .set    = set,
                                 .weight = weight,
                                 .lead   = !strcmp(told.role->name, "lead-vocal")};
    memcpy(e->name, word, sizeof word);
  }
  lq_signature_free(&s);
}

static int by_name(const void* const a, const void* const b)
{
  return strcmp(*(char* const*)a, *(char* const*)b);
}

static void add_folder(const char* const folder, const unsigned set, const double weight)
{
  char*  names[MOST_NAMES];
  size_t n   = 0;
  DIR*   dir = opendir(folder);
  for (struct dirent* e; dir && n < MOST_NAMES && (e = readdir(dir));) {
    if (lq_audio_named(e->d_name)) {
      names[n++] = strdup(e->d_name);
    }
  }
  if (dir) {
    closedir(dir);
  }
  qsort(names, n, sizeof *names, by_name);
  for (size_t i = 0; i < n; ++i) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    add_file(path, names[i], set, weight);
    free(names[i]);
  }
}

// Means and spreads by kind of all but one set; few examples lean on what all kinds have in common.
static void learn(lq_sound_kind* const table, const int left_out)
{
  enum { SPREADS_OF_ALL = 4 };
  double middle[LQ_SOUND_N] = {0}, pooled[LQ_SOUND_N] = {0}, whole = 0, n[N_KINDS] = {0};
  for (unsigned k = 0; k < N_KINDS; ++k) {
    table[k] = (lq_sound_kind){.name = kinds[k].kind, .role = lq_role_find(&roles, kinds[k].role)};
  }
  for (size_t i = 0; i < n_all; ++i) {
    const example* const e = &all[i];
    const double         w = (int)e->set == left_out ? 0 : e->weight;
    whole += w;
    n[e->kind] += w;
    for (unsigned f = 0; f < LQ_SOUND_N; ++f) {
      middle[f] += w * e->sound.figure[f];
      table[e->kind].usual.figure[f] += w * e->sound.figure[f];
    }
  }
  for (unsigned f = 0; f < LQ_SOUND_N; ++f) {
    middle[f] /= whole;
    for (unsigned k = 0; k < N_KINDS; ++k) {
      table[k].usual.figure[f] = (table[k].usual.figure[f] + middle[f]) / (n[k] + 1);
    }
    for (size_t i = 0; i < n_all; ++i) {
      const double w   = (int)all[i].set == left_out ? 0 : all[i].weight;
      const double off = all[i].sound.figure[f] - table[all[i].kind].usual.figure[f];
      table[all[i].kind].spread.figure[f] += w * off * off;
      pooled[f] += w * off * off / whole;
    }
    for (unsigned k = 0; k < N_KINDS; ++k) {
      table[k].spread.figure[f] =
          sqrt((table[k].spread.figure[f] + SPREADS_OF_ALL * pooled[f]) / (n[k] + SPREADS_OF_ALL));
    }
  }
}

static int write_table(const char* const path)
{
  lq_sound_kind table[N_KINDS];
  FILE* const   out = fopen(path, "w");
  if (!out) {
    perror(path);
    return 1;
  }
  learn(table, -1);
  fprintf(out, "# SPDX-FileCopyrightText: 2026 Lacquer contributors\n"
               "# SPDX-License-Identifier: CC0-1.0\n"
               "# What kinds of instruments sound like: of each figure (src/measure/sound.h) the "
               "usual value and its spread.\n"
               "# Made by bench/roles, 2026; docs/dsp/sounds.md says from what. n is the number of "
               "tracks, made ones counted half.\n"
               "lacquer: 1\nfigures: [");
  for (unsigned f = 0; f < LQ_SOUND_N; ++f) {
    fprintf(out, "%s%s%s", f ? "," : "",
            f && f % 8 == 0 ? "\n          "
            : f             ? " "
                            : "",
            lq_sound_figure_name(f));
  }
  fprintf(out, "]\nkinds:\n");
  for (unsigned k = 0; k < N_KINDS; ++k) {
    double n = 0;
    for (size_t i = 0; i < n_all; ++i) {
      n += all[i].kind == k ? all[i].weight : 0;
    }
    fprintf(out, "  - {kind: %s, role: %s, n: %g", table[k].name, kinds[k].role, n);
    for (unsigned s = 0; s < 2; ++s) {
      const double* const x = s ? table[k].spread.figure : table[k].usual.figure;
      fprintf(out, ",\n     %s: [", s ? "spread" : "usual");
      for (unsigned f = 0; f < LQ_SOUND_N; ++f) {
        fprintf(out, "%s%.3g", f ? ", " : "", x[f]);
      }
      fprintf(out, "]");
    }
    fprintf(out, "}\n");
  }
  return fclose(out) != 0;
}

typedef struct {
  unsigned n, role, group, safe; // safe: fell back to "other"
} score;

static void tell(const char* const what, const score s)
{
  printf("%-26s %4u tracks: role right %3.0f %%, group right %3.0f %%, left to 'other' %3.0f %%\n",
         what, s.n, 100.0 * s.role / (s.n ? s.n : 1), 100.0 * s.group / (s.n ? s.n : 1),
         100.0 * s.safe / (s.n ? s.n : 1));
}

static void judge(const lq_sounds* const shipped)
{
  unsigned table[N_KINDS][N_KINDS + 1] = {{0}};
  score    real = {0}, made = {0}, sure = {0};
  unsigned leads = 0, leads_found = 0, no_voice = 0, false_voice = 0, n_sets = 0;
  for (size_t i = 0; i < n_all; ++i) {
    n_sets = all[i].set + 1 > n_sets ? all[i].set + 1 : n_sets;
  }
  for (unsigned set = 0; set < n_sets; ++set) {
    lq_sound_kind   learnt[N_KINDS];
    const lq_sounds own = {learnt, N_KINDS};
    learn(learnt, (int)set);
    for (size_t i = 0; i < n_all; ++i) {
      const example* const e = &all[i];
      if (e->set != set) {
        continue;
      }
      const lq_sound_guess g    = lq_role_from_sound(shipped ? shipped : &own, &roles, &e->sound);
      const int            k    = kind_of(g.role);
      const lq_role* const t    = lq_role_find(&roles, kinds[e->kind].role);
      const score          s    = {.n     = 1,
                                   .role  = k == (int)e->kind,
                                   .group = !strcmp(g.role->group, t->group),
                                   .safe  = k < 0};
      score* const         to[] = {e->weight < 1 ? &made : &real, k >= 0 ? &sure : NULL};
      for (unsigned c = 0; c < 2; ++c) {
        if (to[c] && (c == 0 || e->weight >= 1)) {
          to[c]->n += s.n;
          to[c]->role += s.role;
          to[c]->group += s.group;
          to[c]->safe += s.safe;
        }
      }
      if (e->weight >= 1) {
        ++table[e->kind][k < 0 ? N_KINDS : k];
        leads += e->lead;
        leads_found += e->lead && g.voice >= LQ_VOICE_SURE;
        no_voice += strcmp(kinds[e->kind].kind, "voice") != 0;
        false_voice += strcmp(kinds[e->kind].kind, "voice") && g.voice >= LQ_VOICE_SURE;
      }
      printf("# %-24s %-10s -> %-16s %3.0f %% voice %2.0f %%\n", e->name, kinds[e->kind].kind,
             g.role->name, 100 * g.sure, 100 * g.voice);
    }
  }
  printf("\n%-11s", "true / said");
  for (unsigned k = 0; k <= N_KINDS; ++k) {
    printf(" %6.6s", k < N_KINDS ? kinds[k].kind : "other");
  }
  for (unsigned t = 0; t < N_KINDS; ++t) {
    printf("\n%-11s", kinds[t].kind);
    for (unsigned k = 0; k <= N_KINDS; ++k) {
      table[t][k] ? printf(" %6u", table[t][k]) : printf("      .");
    }
  }
  printf("\n\n");
  tell("recorded or played tracks", real);
  tell("  of them, sure enough", sure);
  tell("made tracks", made);
  printf("lead voices heard as voices: %u of %u; other tracks taken for one: %u of %u\n",
         leads_found, leads, false_voice, no_voice);
}

int main(const int n_words, char** const words)
{
  lq_pool*    pool  = NULL;
  lq_error    error = {0};
  lq_sounds   shipped;
  const char* write    = NULL;
  bool        together = false, use_shipped = false;
  double      weight = 1;
  unsigned    set    = 0;
  if (lq_pool_new(&pool) || lq_roles_load(&roles, pool, &error) ||
      lq_sounds_load(&shipped, pool, &roles, &error)) {
    fprintf(stderr, "%s\n", error.text);
    return 1;
  }
  for (int i = 1; i < n_words; ++i) {
    if (!strcmp(words[i], "--write") && i + 1 < n_words) {
      write = words[++i];
    } else if (!strcmp(words[i], "--together")) {
      together = true;
      ++set;
    } else if (!strcmp(words[i], "--made")) {
      set += together;
      together = false;
      weight   = 0.5;
    } else if (!strcmp(words[i], "--shipped")) {
      use_shipped = true;
    } else {
      add_folder(words[i], set, weight);
      set += !together;
    }
  }
  judge(use_shipped ? &shipped : NULL);
  const int code = write ? write_table(write) : 0;
  lq_pool_free(pool);
  return code;
}
