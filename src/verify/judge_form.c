// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/judge.h"

#include "base/text.h"
#include "verify/walk.h"
#include "verify/wav_form.h"

#include <string.h>

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xfffe };

// What a place takes is a promise to it; of a file that goes nowhere it is advice.
static void mild_without_target(lq_remark* const r, const lq_entry* const e)
{
  if (r && !e->target) {
    r->grade = LQ_GRADE_WARNING;
  }
}

static bool has_odd_characters(const char* name)
{
  for (; *name; ++name) {
    const unsigned char c = (unsigned char)*name;
    if (c < ' ' || c == 0x7f || strchr("\\:*?\"<>|", c)) {
      return true;
    }
  }
  return false;
}

static void judge_wav(lq_remarks* const to, const lq_entry* const e)
{
  lq_wav_form form;
  if (lq_wav_form_read(&form, e->path) || !form.is_wav || !form.has_data) {
    return; // hearing it says what is wrong
  }
  const bool plain = form.n_channels <= 2;
  if (form.has_format && form.tag != TAG_PCM &&
      !(form.tag == TAG_FLOAT && e->heard.info.floating) &&
      !(form.tag == TAG_EXTENSIBLE && !plain)) {
    mild_without_target(lq_remark_add(to, LQ_RULE_WAV_TAG, lq_spot_file(e->name), "1",
                                      form.tag == TAG_EXTENSIBLE ? "0xfffe (EXTENSIBLE)" : "%u",
                                      form.tag),
                        e);
  }
  if (form.after_at) {
    const char* const what = *form.after ? form.after : "bytes that are no chunk";
    mild_without_target(lq_remark_add(to, LQ_RULE_WAV_AFTER_DATA,
                                      lq_spot_byte(e->name, form.after_at), "the end of the file",
                                      "%s%s", what, *form.after ? " chunk" : ""),
                        e);
  }
  const bool whole = form.data_bytes <= form.n_bytes - form.data_at;
  if (whole && form.frame_bytes && form.data_bytes % form.frame_bytes) {
    (void)lq_remark_add(to, LQ_RULE_WAV_FORM, lq_spot_byte(e->name, form.data_at),
                        lq_remark_text(to, "a multiple of %u", form.frame_bytes),
                        "%llu bytes of sound", (unsigned long long)form.data_bytes);
  } else if (whole && form.form_bytes && form.form_bytes != form.n_bytes) {
    (void)lq_remark_add(to, LQ_RULE_WAV_FORM, lq_spot_byte(e->name, 4),
                        lq_remark_text(to, "%llu", (unsigned long long)form.n_bytes),
                        "the header counts %llu bytes", (unsigned long long)form.form_bytes);
  }
}

static bool in_container(const lq_entry* const e)
{
  const char* const format = e->heard.info.format;
  return lq_text_same(format, e->target->format) ||
         (lq_text_same(e->target->format, "wav") && !strcmp(format, "RF64"));
}

static void judge_place(lq_remarks* const to, const lq_entry* const e)
{
  const lq_target* const     t    = e->target;
  const lq_audio_info* const info = &e->heard.info;
  const lq_spot              spot = lq_spot_file(e->name);
  if (!in_container(e)) {
    (void)lq_remark_add(to, LQ_RULE_CONTAINER, spot, t->format, "%s", info->format);
  }
  if (t->rate_hz > 0 && info->rate_hz != t->rate_hz) {
    (void)lq_remark_add(to, LQ_RULE_RATE, spot, lq_remark_text(to, "%.0f Hz", t->rate_hz),
                        "%.0f Hz", info->rate_hz);
  }
  if (info->lossy) {
    return; // the container says it
  }
  const bool floating = t->bits == 32;
  if (info->bits != t->bits || info->floating != floating) {
    (void)lq_remark_add(to, LQ_RULE_BITS, spot,
                        lq_remark_text(to, "%u%s", t->bits, floating ? ", floating" : ""), "%u%s",
                        info->bits, info->floating ? ", floating" : "");
  }
}

static void judge_flac(lq_remarks* const to, const lq_entry* const e)
{
  const lq_heard* const h = &e->heard;
  if (!h->has_md5) {
    (void)lq_remark_add(to, LQ_RULE_FLAC_NO_MD5, lq_spot_file(e->name), NULL,
                        "nobody can tell whether it is whole");
  } else if (h->md5_differs && !h->info.truncated) {
    (void)lq_remark_add(to, LQ_RULE_FLAC_MD5, lq_spot_file(e->name),
                        lq_remark_text(to, "%s", h->md5_promised), "%s", h->md5_found);
  }
}

// Why it could not be heard; the sentence of the reader names the path, which stands before it.
static const char* reason(const lq_entry* const e, const lq_error* const error)
{
  const size_t n    = strlen(e->path);
  const char*  text = error->text;
  if (text[0] == '\'' && !strncmp(text + 1, e->path, n) && text[n + 1] == '\'') {
    text += n + 2;
    text += *text == ' ';
  }
  return text;
}

static void judge_unheard(lq_remarks* const to, const lq_entry* const e)
{
  const lq_error* const error = e->heard.error;
  const lq_rule         rule  = error->status == LQ_ERR_NOT_FOUND ? LQ_RULE_UNREADABLE
                                : error->status == LQ_ERR_READ && e->heard.info.rate_hz > 0 ? LQ_RULE_DAMAGED
                                : error->status == LQ_ERR_READ    ? LQ_RULE_UNREADABLE
                                : error->status == LQ_ERR_MISSING ? LQ_RULE_SILENT
                                                                  : LQ_RULE_NOT_SOUND;
  const char* const     why   = reason(e, error);
  const size_t          n     = strlen(why);
  (void)lq_remark_add(to, rule, lq_spot_file(e->name), NULL, "it %.*s",
                      (int)(n && why[n - 1] == '.' ? n - 1 : n), why);
}

void lq_judge_form(lq_remarks* const to, const lq_entry* const e)
{
  if (has_odd_characters(lq_entry_file(e->name))) {
    (void)lq_remark_add(to, LQ_RULE_NAME, lq_spot_file(e->name), "letters, digits, - and _",
                        "a sign or a control character");
  }
  if (e->kind == LQ_ENTRY_EMPTY) {
    (void)lq_remark_add(to, LQ_RULE_EMPTY, lq_spot_file(e->name), NULL, "0 bytes");
  }
  if (e->kind != LQ_ENTRY_SOUND) {
    return;
  }
  if (e->heard.error) {
    judge_unheard(to, e);
    return;
  }
  if (!e->heard.done) {
    return;
  }
  if (e->heard.info.truncated) {
    (void)lq_remark_add(to, LQ_RULE_TRUNCATED,
                        lq_spot_time(e->name, (double)e->heard.m.n_frames / e->heard.m.rate_hz),
                        NULL, "there is no more sound from here");
  }
  if (e->heard.m.n_channels != 2) {
    mild_without_target(lq_remark_add(to, LQ_RULE_CHANNELS, lq_spot_file(e->name), "2", "%u",
                                      e->heard.m.n_channels),
                        e);
  }
  judge_wav(to, e);
  if (!strcmp(e->heard.info.format, "FLAC")) {
    judge_flac(to, e);
  }
  if (e->target) {
    judge_place(to, e);
  }
}
