// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/path.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

static bool is_mix(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_MIX;
}

static bool is_master(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_MASTER;
}

static bool is_other(const lq_assessed* const f)
{
  return !lq_assessed_is_part(f);
}

typedef struct {
  lq_assessment* a;
  size_t *       parts, *mixes, *masters;
  size_t         n_parts, n_mixes, n_masters;
  const char*    folder; ///< of all parts, or NULL when they lie in several
  const char*    first;  ///< the first path as typed
} pile;

static const char* folder_of(lq_pool* const pool, const char* const path)
{
  const char* const slash = strrchr(path, '/');
  char* const       text  = slash ? lq_pool_copy(pool, path) : lq_pool_copy(pool, ".");
  if (text && slash) {
    text[slash == path ? 1 : slash - path] = '\0';
  }
  return text;
}

// "x/My Song/" -> "x/My Song-finished"; "." -> "finished"
static const char* out_folder(lq_pool* const pool, const char* const source)
{
  size_t n = strlen(source);
  while (n > 1 && source[n - 1] == '/') {
    --n;
  }
  const bool dots = n && strspn(source, "./") == strlen(source);
  return dots ? lq_pool_copy(pool, "finished")
              : lq_pool_format(pool, "%.*s-finished", (int)n, source);
}

static const char* finish(lq_pool* const pool, const char* const source, const char* const out)
{
  const char* const from = source ? lq_path_shell(pool, source) : NULL;
  const char* const to   = out ? lq_path_shell(pool, out) : NULL;
  return from && to ? lq_pool_format(pool, "lacquer finish %s --for spotify,cd -o %s", from, to)
                    : NULL;
}

static const char* finish_mix(const pile* const p, const lq_assessed* const f)
{
  const char* const stem   = lq_path_stem(p->a->pool, f->path);
  const char* const folder = folder_of(p->a->pool, f->path);
  const char* const out =
      stem && folder
          ? lq_path_join(p->a->pool, folder, lq_pool_format(p->a->pool, "%s-finished", stem))
          : NULL;
  return finish(p->a->pool, f->path, out);
}

// Files that do not belong into the mix are put aside first.
static const char* finish_parts(const pile* const p)
{
  lq_pool* const pool = p->a->pool;
  if (!p->folder) {
    return NULL;
  }
  const char* const folder = lq_path_shell(pool, p->folder);
  const char* const aside  = lq_path_shell(pool, lq_path_join(pool, p->folder, "aside"));
  const char*       moving = "";
  for (size_t i = 0; i < p->a->n_files; ++i) {
    const lq_assessed* const f = &p->a->files[i];
    if (is_other(f) && f->kind != LQ_FILE_SILENT && !strcmp(folder_of(pool, f->path), p->folder)) {
      moving = lq_pool_format(pool, "%s %s", moving, lq_path_shell(pool, f->path));
    }
  }
  const char* const command = finish(pool, p->folder, out_folder(pool, p->folder));
  return folder && aside && command && *moving
             ? lq_pool_format(pool, "mkdir -p %s && mv%s %s && %s", aside, moving, aside, command)
             : command;
}

static const lq_assessed* whole(const pile* const p)
{
  return p->n_mixes ? &p->a->files[p->mixes[0]] : &p->a->files[p->masters[0]];
}

static lq_status say_level(const pile* const p, const lq_assessed* const f)
{
  const lq_measurement* const m = &f->sig.features.whole;
  return lq_assess_because(
      p->a, "'%s': %.1f LUFS, peaks to %.1f dBTP, %.1f dB between loudness and peak%s", f->name,
      m->integrated_lufs, m->true_peak_dbtp, lq_measurement_plr_lu(m),
      is_master(f)               ? ": loud and up at its ceiling, as a master is"
      : m->true_peak_dbtp > -1.5 ? ": not limited, but with little room above its peaks"
                                 : ": room left for mastering");
}

// Close microphones and single instruments, or groups of them?
static bool are_stems(const pile* const p)
{
  static const char* const words[]  = {"stem", "stems", "bus",    "group",
                                       "grp",  "sub",   "submix", NULL};
  static const char* const groups[] = {
      "drums",        "bass",          "vocals",  "vocal", "vox",     "music", "guitars",
      "keys",         "synths",        "strings", "brass", "effects", "fx",    "percussion",
      "backing",      "bgv",           "bvs",     "choir", "horns",   "other", "instruments",
      "instrumental", "accompaniment", "melody",  NULL};
  size_t n_said = 0, n_groups = 0, n_stereo = 0, n_close = 0, n_kits = 0;
  for (size_t i = 0; i < p->n_parts; ++i) {
    const lq_assessed* const f    = &p->a->files[p->parts[i]];
    const char* const        role = f->role ? f->role->name : "";
    n_said += lq_name_says(f->name, words);
    n_groups += lq_name_says(f->name, groups);
    n_stereo += f->sig.features.n_channels == 2;
    n_kits += !strcmp(role, "drums");
    n_close += !strcmp(role, "kick") || !strcmp(role, "snare") || !strcmp(role, "tom") ||
               !strcmp(role, "hihat") || !strcmp(role, "overhead") || !strcmp(role, "kick-snare");
  }
  const char* const name   = p->folder ? lq_path_name(p->a->pool, p->folder) : NULL;
  const bool        folder = name && lq_name_says(name, words);
  return 2 * n_said > p->n_parts || (folder && !n_close) ||
         (!n_close && 4 * n_stereo >= 3 * p->n_parts &&
          ((p->n_parts <= 12 && 3 * n_groups >= 2 * p->n_parts) ||
           (p->n_parts <= 8 && n_kits == 1)));
}

static lq_status count_parts(const pile* const p, const bool stems)
{
  size_t n_named = 0, n_mono = 0;
  for (size_t i = 0; i < p->n_parts; ++i) {
    const lq_assessed* const f = &p->a->files[p->parts[i]];
    n_named += f->role_named;
    n_mono += f->sig.features.n_channels == 1 || f->sig.features.dual_mono;
  }
  return lq_assess_because(p->a, "%zu %s, %zu of them named for what they are, %zu mono",
                           p->n_parts, stems ? "stems" : "tracks", n_named, n_mono);
}

static void judge(lq_assessment* const a, const char* const kind, const char* const what,
                  const char* const needs, const char* const command)
{
  a->kind         = kind;
  a->what         = what;
  a->needs        = needs;
  a->next_command = command;
}

// No parts: only mixes and masters.
static lq_status only_whole(const pile* const p)
{
  lq_assessment* const a    = p->a;
  bool                 same = true;
  for (size_t i = 0; i < a->n_files; ++i) {
    same = same && (a->files[i].same_song || is_other(&a->files[i]) == false ||
                    !(is_mix(&a->files[i]) || is_master(&a->files[i])));
  }
  const char* const look =
      lq_pool_format(a->pool, "lacquer meter %s", lq_path_shell(a->pool, p->first));
  if (p->n_mixes + p->n_masters == 1) {
    if (p->n_masters) {
      judge(a, "master", "a finished master", "nothing", look);
      LQ_TRY(say_level(p, whole(p)));
      return lq_assess_because(a,
                               "a master is not mastered again: to change it, go back to its mix");
    }
    judge(a, "mix", "a finished mix", "mastering", finish_mix(p, whole(p)));
    return say_level(p, whole(p));
  }
  if (same && p->n_mixes && p->n_masters) {
    judge(a, "mix-with-masters", "a mix and masters made from it", "nothing", look);
  } else if (!p->n_mixes) {
    judge(a, "masters", same ? "masters of one song" : "finished masters", "nothing", look);
  } else {
    judge(a, "mixes", same ? "versions of one mix" : "finished mixes of several songs", "mastering",
          finish_mix(p, whole(p)));
  }
  for (size_t i = 0; i < p->n_mixes + p->n_masters; ++i) {
    LQ_TRY(say_level(p, &a->files[i < p->n_mixes ? p->mixes[i] : p->masters[i - p->n_mixes]]));
  }
  return LQ_OK;
}

static lq_status with_parts(const pile* const p)
{
  lq_assessment* const a     = p->a;
  const bool           stems = are_stems(p);
  const bool           mixed = p->n_mixes + p->n_masters > 0;
  for (size_t i = 0; stems && i < p->n_parts; ++i) {
    a->files[p->parts[i]].kind = LQ_FILE_STEM;
  }
  LQ_TRY(count_parts(p, stems));
  if (!mixed) {
    judge(a, stems ? "stems" : "multitrack", stems ? "grouped stems" : "a raw multitrack",
          stems ? "stem-mastering" : "mixing-and-mastering", finish_parts(p));
  } else if (stems) {
    judge(a, "mix-with-stems", "a mix with its stems", "stem-mastering", finish_mix(p, whole(p)));
  } else {
    judge(a, "mix-with-tracks", "a raw multitrack with a mix of it", "mixing-and-mastering",
          finish_parts(p));
  }
  for (size_t i = 0; mixed && i < 1; ++i) {
    const lq_assessed* const f = whole(p);
    LQ_TRY(say_level(p, f));
    if (f->sum_error_db < -30) {
      LQ_TRY(lq_assess_because(a, "'%s' is their plain sum to %.0f dB", f->name, f->sum_error_db));
    } else if (f->sum_error_db < 0) {
      LQ_TRY(lq_assess_because(a, "'%s' is made of them, with processing on top", f->name));
    }
  }
  if (p->n_mixes && !stems) {
    LQ_TRY(lq_assess_because(a, "if that mix is the one you want, master it as it is: %s",
                             finish_mix(p, whole(p))));
  }
  if (!a->next_command) {
    LQ_TRY(lq_assess_because(a, "the tracks lie in several folders: put them into one, then type "
                                "the command"));
    a->next_command = "lacquer finish FOLDER --for spotify,cd -o FOLDER-finished";
  }
  return LQ_OK;
}

static lq_status one_part(const pile* const p)
{
  const lq_assessed* const f = &p->a->files[p->parts[0]];
  judge(p->a, "track", "a single track", "mixing-and-mastering",
        lq_pool_format(p->a->pool, "lacquer assess %s",
                       lq_path_shell(p->a->pool, folder_of(p->a->pool, f->path))));
  return lq_assess_because(p->a, "'%s' is one source (%s%s%s); a mix needs the other tracks too",
                           f->name, f->role ? f->role->name : "unknown", f->role_why ? ": " : "",
                           f->role_why ? f->role_why : "");
}

// A single stereo file that fills the range is a mix, whatever it is called.
static void lonely_mix(pile* const p)
{
  lq_assessed* const       f = &p->a->files[p->parts[0]];
  const lq_features* const g = &f->sig.features;
  if (p->n_parts == 1 && !p->n_mixes && !p->n_masters && g->n_channels == 2 && !g->dual_mono &&
      f->full_range && !f->role_named) {
    f->kind     = LQ_FILE_MIX;
    p->n_parts  = 0;
    p->mixes[0] = p->parts[0];
    p->n_mixes  = 1;
  }
}

// That a master is like its mix is no oddity.
static void drop_versions(lq_assessment* const a)
{
  size_t kept = 0;
  for (size_t i = 0; i < a->n_findings; ++i) {
    const lq_set_finding* const f        = &a->findings[i];
    const bool                  versions = !strcmp(f->id, "near-identical") &&
                          !lq_assessed_is_part(&a->files[f->files[0]]) &&
                          !lq_assessed_is_part(&a->files[f->files[1]]);
    if (!versions) {
      a->findings[kept++] = *f;
    }
  }
  a->n_findings = kept;
}

lq_status lq_assess_conclude(lq_assessment* const a, const char* const* const paths,
                             const size_t n_paths)
{
  pile p    = {.a = a, .first = paths[0]};
  p.parts   = lq_assess_select(a, lq_assessed_is_part, &p.n_parts);
  p.mixes   = lq_assess_select(a, is_mix, &p.n_mixes);
  p.masters = lq_assess_select(a, is_master, &p.n_masters);
  (void)n_paths;
  if (!p.parts || !p.mixes || !p.masters) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < p.n_parts; ++i) {
    const char* const folder = folder_of(a->pool, a->files[p.parts[i]].path);
    p.folder = !i || (p.folder && folder && !strcmp(p.folder, folder)) ? folder : NULL;
  }
  lonely_mix(&p);
  drop_versions(a);
  LQ_TRY(p.n_parts > 1 || (p.n_parts == 1 && p.n_mixes + p.n_masters > 0) ? with_parts(&p)
         : p.n_parts == 1                                                 ? one_part(&p)
         : p.n_mixes + p.n_masters                                        ? only_whole(&p)
                                                                          : LQ_OK);
  if (!a->kind) {
    judge(a, "silence", "silence, clicks or copies only", "nothing", "");
  }
  return a->next_command && a->kind ? LQ_OK : LQ_ERR_MEMORY;
}
