// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/kind.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const struct {
  int         code;
  const char* name;
} containers[] = {
    {SF_FORMAT_WAV, "WAV"},     {SF_FORMAT_WAVEX, "WAV"}, {SF_FORMAT_RF64, "RF64"},
    {SF_FORMAT_W64, "W64"},     {SF_FORMAT_AIFF, "AIFF"}, {SF_FORMAT_CAF, "CAF"},
    {SF_FORMAT_FLAC, "FLAC"},   {SF_FORMAT_AU, "AU"},     {SF_FORMAT_SD2, "SD2"},
    {SF_FORMAT_SVX, "SVX"},     {SF_FORMAT_VOC, "VOC"},   {SF_FORMAT_PAF, "PAF"},
    {SF_FORMAT_IRCAM, "IRCAM"}, {SF_FORMAT_NIST, "NIST"},
};

typedef struct {
  int         code;
  unsigned    bits; ///< 0: lossy
  bool        floating;
  bool        exact_seek;
  const char* name; ///< of the format where the codec says more than the container
} codec;

static const codec codecs[] = {
    {SF_FORMAT_PCM_S8, 8, false, true, NULL},      {SF_FORMAT_PCM_U8, 8, false, true, NULL},
    {SF_FORMAT_PCM_16, 16, false, true, NULL},     {SF_FORMAT_PCM_24, 24, false, true, NULL},
    {SF_FORMAT_PCM_32, 32, false, true, NULL},     {SF_FORMAT_FLOAT, 32, true, true, NULL},
    {SF_FORMAT_DOUBLE, 64, true, true, NULL},      {SF_FORMAT_ALAC_16, 16, false, true, "ALAC"},
    {SF_FORMAT_ALAC_20, 20, false, true, "ALAC"},  {SF_FORMAT_ALAC_24, 24, false, true, "ALAC"},
    {SF_FORMAT_ALAC_32, 32, false, true, "ALAC"},  {SF_FORMAT_ULAW, 0, false, true, NULL},
    {SF_FORMAT_ALAW, 0, false, true, NULL},        {SF_FORMAT_DWVW_12, 12, false, false, NULL},
    {SF_FORMAT_DWVW_16, 16, false, false, NULL},   {SF_FORMAT_DWVW_24, 24, false, false, NULL},
    {SF_FORMAT_VORBIS, 0, false, false, "Vorbis"}, {SF_FORMAT_OPUS, 0, false, false, "Opus"},
};

bool lq_audio_kind(const int sf_format, lq_audio_info* const info)
{
  const char*  name = "other";
  const codec* k    = NULL;
  for (size_t i = 0; i < sizeof containers / sizeof *containers; ++i) {
    name = containers[i].code == (sf_format & SF_FORMAT_TYPEMASK) ? containers[i].name : name;
  }
  for (size_t i = 0; i < sizeof codecs / sizeof *codecs; ++i) {
    k = codecs[i].code == (sf_format & SF_FORMAT_SUBMASK) ? &codecs[i] : k;
  }
  (void)snprintf(info->format, sizeof info->format, "%s", k && k->name ? k->name : name);
  info->bits     = k ? k->bits : 0;
  info->floating = k && k->floating;
  info->lossy    = !info->bits;
  return k && k->exact_seek;
}

static lq_audio_place place_of(const int map)
{
  switch (map) {
  case SF_CHANNEL_MAP_LEFT:
  case SF_CHANNEL_MAP_FRONT_LEFT:
    return LQ_PLACE_LEFT;
  case SF_CHANNEL_MAP_RIGHT:
  case SF_CHANNEL_MAP_FRONT_RIGHT:
    return LQ_PLACE_RIGHT;
  case SF_CHANNEL_MAP_MONO:
  case SF_CHANNEL_MAP_CENTER:
  case SF_CHANNEL_MAP_FRONT_CENTER:
    return LQ_PLACE_CENTER;
  case SF_CHANNEL_MAP_LFE:
    return LQ_PLACE_LFE;
  case SF_CHANNEL_MAP_FRONT_LEFT_OF_CENTER:
    return LQ_PLACE_LEFT_OF_CENTER;
  case SF_CHANNEL_MAP_FRONT_RIGHT_OF_CENTER:
    return LQ_PLACE_RIGHT_OF_CENTER;
  case SF_CHANNEL_MAP_REAR_LEFT:
  case SF_CHANNEL_MAP_SIDE_LEFT:
  case SF_CHANNEL_MAP_TOP_FRONT_LEFT:
  case SF_CHANNEL_MAP_TOP_REAR_LEFT:
    return LQ_PLACE_LEFT_SURROUND;
  case SF_CHANNEL_MAP_REAR_RIGHT:
  case SF_CHANNEL_MAP_SIDE_RIGHT:
  case SF_CHANNEL_MAP_TOP_FRONT_RIGHT:
  case SF_CHANNEL_MAP_TOP_REAR_RIGHT:
    return LQ_PLACE_RIGHT_SURROUND;
  case SF_CHANNEL_MAP_REAR_CENTER:
  case SF_CHANNEL_MAP_TOP_CENTER:
  case SF_CHANNEL_MAP_TOP_FRONT_CENTER:
  case SF_CHANNEL_MAP_TOP_REAR_CENTER:
    return LQ_PLACE_MIDDLE_SURROUND;
  default:
    return LQ_PLACE_UNKNOWN;
  }
}

// A map counts only as a whole: every place known.
static bool mapped(SNDFILE* const file, const unsigned n_channels, lq_audio_place* const places)
{
  int map[LQ_AUDIO_MAX_CHANNELS] = {0};
  if (!file ||
      sf_command(file, SFC_GET_CHANNEL_MAP_INFO, map, (int)(n_channels * sizeof *map)) != SF_TRUE) {
    return false;
  }
  bool known = true;
  for (unsigned c = 0; c < n_channels; ++c) {
    places[c] = place_of(map[c]);
    known     = known && places[c] != LQ_PLACE_UNKNOWN;
  }
  return known;
}

void lq_audio_places(SNDFILE* const file, const unsigned n_channels, lq_audio_place* const places)
{
  enum {
    L    = LQ_PLACE_LEFT,
    R    = LQ_PLACE_RIGHT,
    C    = LQ_PLACE_CENTER,
    LFE  = LQ_PLACE_LFE,
    LS   = LQ_PLACE_LEFT_SURROUND,
    RS   = LQ_PLACE_RIGHT_SURROUND,
    MS   = LQ_PLACE_MIDDLE_SURROUND,
    MOST = 8
  };
  static const unsigned char custom[MOST][MOST] = {
      {C},
      {L, R},
      {L, R, C},
      {L, R, LS, RS},
      {L, R, C, LS, RS},
      {L, R, C, LFE, LS, RS},
      {L, R, C, LFE, MS, LS, RS},
      {L, R, C, LFE, LS, RS, LS, RS},
  };
  if (mapped(file, n_channels, places)) {
    return;
  }
  for (unsigned c = 0; c < n_channels; ++c) {
    places[c] = n_channels <= MOST ? (lq_audio_place)custom[n_channels - 1][c] : LQ_PLACE_UNKNOWN;
  }
}

static const struct {
  size_t      at;
  const char* magic;
  const char* is;
} others[] = {
    {0, "RIFF", "a RIFF file whose sound cannot be decoded (damaged, or an unusual codec)"},
    {0, "RIFX", "a RIFX file whose sound cannot be decoded (damaged, or an unusual codec)"},
    {0, "RF64", "an RF64 file whose sound cannot be decoded (damaged, or an unusual codec)"},
    {0, "BW64", "a BW64 file, which is not supported; export it as RF64 or WAV"},
    {0, "riff", "a W64 file whose sound cannot be decoded (damaged, or an unusual codec)"},
    {0, "FORM", "an IFF file whose sound cannot be decoded (damaged, or an unusual codec)"},
    {0, "caff", "a CAF file whose sound cannot be decoded (damaged, or an unusual codec)"},
    {0, "fLaC", "a damaged FLAC file"},
    {0, "OggS", "an Ogg file whose sound cannot be decoded (damaged, or an unusual codec)"},
    {0, "ID3", "a damaged MP3 file"},
    {4, "ftyp", "an MP4 or M4A file; convert it to WAV first (ffmpeg -i IN OUT.wav)"},
    {0, "wvpk", "a WavPack file; convert it to WAV first (wvunpack)"},
    {0, "MAC ", "a Monkey's Audio file; convert it to WAV first (ffmpeg -i IN OUT.wav)"},
    {0, "\x30\x26\xB2\x75", "a Windows Media file; convert it to WAV first (ffmpeg -i IN OUT.wav)"},
    {0, "DSD ", "a DSD file; convert it to WAV first (ffmpeg -i IN OUT.wav)"},
    {0, "FRM8", "a DSD file; convert it to WAV first (ffmpeg -i IN OUT.wav)"},
    {0, "MThd", "a MIDI file, notes without sound"},
    {0, "PK\x03\x04", "a zip archive; unpack it first"},
    {0, "\x89PNG", "a picture"},
    {0, "\xFF\xD8\xFF", "a picture"},
    {0, "%PDF", "a PDF document"},
};

const char* lq_audio_not_sound(const unsigned char* const head, const size_t n)
{
  for (size_t i = 0; i < sizeof others / sizeof *others; ++i) {
    const size_t m = strlen(others[i].magic);
    if (others[i].at + m <= n && !memcmp(head + others[i].at, others[i].magic, m)) {
      return others[i].is;
    }
  }
  bool text = n > 0;
  for (size_t i = 0; i < n; ++i) {
    text = text && (head[i] >= ' ' || (head[i] >= '\t' && head[i] <= '\r')) && head[i] != 0x7F;
  }
  return text ? "a text file" : "not a sound file that is known here, or a damaged one";
}

bool lq_audio_named(const char* const path)
{
  static const char* const endings[] = {"wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc",
                                        "caf", "flac", "ogg", "oga", "opus", "mp3", "mp2", "au",
                                        "snd",
                                        // Not read here, but meant to be heard: opening says so.
                                        "m4a", "aac", "wv", "wma", "ape", "dsf", "dff"};
  const char* const        slash     = strrchr(path, '/');
  const char* const        name      = slash ? slash + 1 : path;
  const char* const        dot       = strrchr(name, '.');
  if (!dot || dot == name || !strncmp(name, "._", 2)) { // "._x.wav": what a Mac leaves on USB disks
    return false;
  }
  for (size_t i = 0; i < sizeof endings / sizeof *endings; ++i) {
    if (lq_text_same(dot + 1, endings[i])) {
      return true;
    }
  }
  return false;
}
