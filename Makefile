# Byline: names the artist who is playing.  GNU make; 'make help' lists the
# targets.

VERSION = 0.1.0

PREFIX    ?= /usr/local
BINDIR    ?= $(PREFIX)/bin
LIBDIR    ?= $(PREFIX)/lib
DATADIR   ?= $(PREFIX)/share
MANDIR    ?= $(DATADIR)/man
LV2DIR    ?= $(LIBDIR)/lv2
LADSPADIR ?= $(LIBDIR)/ladspa
VAMPDIR   ?= $(LIBDIR)/vamp

BUILD      ?= build
CFLAGS     ?= -O3 -g
PKG_CONFIG ?= pkg-config
# What runs programs that were built, where that is for another processor
RUN        ?=
SET        ?= small
SECONDS    ?= 60

ifneq ($(words $(BUILD)),1)
$(error BUILD=$(BUILD): make knows no file names with blanks; name another folder)
endif

# Sanitizers for the whole build, such as SANITIZE=address,undefined
SANITIZE ?=
comma = ,
# Whether assertions are checked: with sanitizers, or where they are asked for,
# but not in somebody else's process.  Not on the audio thread that the compiler
# proves, which may not even end the program.
ASSERTIONS ?= $(filter-out realtime,$(SANITIZE))

# STRICT=-Werror lets no warning pass; what is built already is not built anew
STRICT   ?=
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion

# What the code needs whatever the user's CFLAGS are.  Everything is position
# independent and hidden, since it may end up in a plugin.
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DBYLINE_VERSION='"$(VERSION)"' \
	-Iinclude -Iengine $(WARNINGS) -fPIC -fvisibility=hidden -pthread \
	-fno-math-errno -fno-trapping-math -MMD -MP \
	$(SANITIZE:%=-fsanitize=% -fno-omit-frame-pointer) \
	$(if $(ASSERTIONS),,-DNDEBUG) $(CFLAGS)
ALL_LDFLAGS = -pthread $(SANITIZE:%=-fsanitize=%) $(LDFLAGS)

# Packages as pkg-config knows them.  Evaluated only by the rules that need
# them, so that 'make deps' works where nothing is installed.
AV_PACKAGES    = libavformat libavcodec libavutil libswresample
GUI_PACKAGES   = pangocairo cairo x11
ENGINE_LIBS    = $(call pkg_libs,cairo) \
	$(call jack,--libs) \
	-lfftw3f -ljansson -lrubberband -lutf8proc -lexpat -lsqlite3 -ltag -lstdc++ \
	-llapacke -lopenblas \
	-lm
pkg_cflags     = $(call says,$(PKG_CONFIG) --cflags $(1))
pkg_libs       = $(call says,$(PKG_CONFIG) --libs $(1))
# What listens in JACK also builds without
jack = $(call says,$(PKG_CONFIG) --exists jack && \
	echo $(if $(filter --cflags,$(1)),-DBYLINE_JACK) && \
	$(PKG_CONFIG) $(1) jack)
# What a command says, which is asked once
empty :=
says  = $(or $(said-$(key)),$(eval said-$(key) := $$(shell $(1)))$(said-$(key)))
key   = $(subst =,,$(subst $(empty) $(empty),_,$(1)))

# The rooms of the house
CORE_ROOMS   = base audio spectrum nn models voice recordings recognizer announce \
	explain
ENGINE_ROOMS = $(CORE_ROOMS) dataset training evaluation report learn
ENGINE_SRC   = $(wildcard $(ENGINE_ROOMS:%=engine/%/*.c))
CLI_SRC      = $(wildcard engine/cli/*.c)
PROTOCOL_SRC = $(wildcard plugin/protocol/*.c)
# The one file of the engine that is in the window, too: the list of who played
HISTORY_SRC  = engine/recognizer/history.c
LV2_SRC      = $(filter-out plugin/ladspa.c plugin/vamp.c,$(wildcard plugin/*.c)) \
	$(PROTOCOL_SRC)
VIEW_SRC     = $(wildcard gui/view*.c) gui/plugin_messages.c gui/installed_models.c
WINDOW_SRC   = $(wildcard gui/window*.c) gui/chooser.c gui/icon.c gui/scale.c
WATCH_SRC    = $(wildcard gui/watch*.c)
UI_SRC       = $(VIEW_SRC) $(WINDOW_SRC) $(wildcard gui/ui_*.c)

# TagLib's lists of values are in C++ only
TAGLIB_SRC   = engine/audio/tag_values.cpp

object = $(patsubst %.cpp,$(BUILD)/obj/%.o,$(patsubst %.c,$(BUILD)/obj/%.o,$(1)))
LIBRARY = $(BUILD)/libbyline.a
PROGRAM = $(BUILD)/byline
WINDOW  = $(BUILD)/byline-window
ICON    = $(BUILD)/gui/byline.svg
METAINFO = org.example.byline.metainfo.xml
# The program that can train in several processes; MPI=1 builds and installs it
MPI_PROGRAM = $(BUILD)/mpi/byline
ifneq ($(MPI),)
PROGRAM = $(MPI_PROGRAM)
endif
# Manual pages, out of what --help says: one for the program, and one a command
HELP2MAN := $(shell command -v help2man 2>/dev/null)
COMMANDS  = $(shell sed -n 's/^    {"\([a-z]*\)", byline_command_.*/\1/p' \
	engine/cli/main.c)
MANUAL    = $(addprefix $(BUILD)/man/,byline.1 byline-window.1 \
	$(COMMANDS:%=byline-%.1))
BUNDLE  = $(BUILD)/byline.lv2
LADSPA  = $(BUILD)/byline_ladspa.so
VAMP    = $(BUILD)/vamp/byline.so
VAMP_FILES = $(VAMP) $(VAMP:%.so=%.cat) $(VAMP:%.so=%.n3)

TTL_FILES = $(patsubst ttl/%.ttl.in,$(BUNDLE)/%.ttl,$(wildcard ttl/*.ttl.in))
BUNDLE_FILES = $(BUNDLE)/byline.so $(BUNDLE)/byline_ui.so $(TTL_FILES) \
	$(BUNDLE)/default.safetensors $(BUNDLE)/small.safetensors

UNIT_TESTS   = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
HOST_PARTS   = $(wildcard tests/hosts/host_*.c)
HOST_TOOLS   = $(patsubst %.c,$(BUILD)/%,\
	$(filter-out $(HOST_PARTS),$(wildcard tests/hosts/*.c)))
HOST_TESTS   = $(wildcard tests/hosts/test_*.sh)
REALTIME_TESTS = $(wildcard tests/hosts/realtime/test_*.sh)
RT_HOST      = $(BUILD)/tests/hosts/realtime/rt_host
FUZZERS      = $(patsubst tests/fuzz/fuzz_%.c,%,\
	$(wildcard tests/fuzz/fuzz_*.c))
REPLAYS      = $(FUZZERS:%=$(BUILD)/tests/fuzz/replay_%)
CLI_TESTS    = $(wildcard tests/cli/test_*.sh)
# Those that have something to say in an ordinary account only
RIGHTS_TESTS = tests/cli/test_install.sh \
	$(shell grep -l 'id -u.*!= 0' $(CLI_TESTS))
BENCHES      = $(patsubst tests/bench/bench_%.c,%,\
	$(wildcard tests/bench/bench_*.c))

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

all: $(PROGRAM) $(WINDOW) $(ICON) bundle $(LADSPA) $(VAMP_FILES) manual

help:
	@echo 'Targets:'
	@echo '  all        build the program and the plugin bundle (default)'
	@echo '  demo       hear Byline name artists, as a plugin in a real host'
	@echo '  screenshot the pictures of the window, made anew'
	@echo '  test       build and run every test'
	@echo '  test-chain  all that one does with music, on the small corpus; minutes'
	@echo '  test-learn  byline learn from nothing to a name in jalv, and killed; minutes'
	@echo '  test-realtime  prove that the audio thread never waits'
	@echo '  test-sanitized  the plugin under ASan, UBSan and TSan'
	@echo '  test-arm64  built for 64-bit ARM, tested in qemu-user; tens of minutes'
	@echo '  test-valgrind   the plugin loaded 1000 times in Valgrind'
	@echo '  test-hosts  the plugin in every host, as a table'
	@echo '  test-window-hosts  the window in jalv and Ardour, with pictures'
	@echo '  soak       hours of sound at full speed, HOURS=1'
	@echo '  test-ardour  insert the plugin in Ardour 7 and export through it'
	@echo '  deps       install the Debian packages that are missing'
	@echo '  install    into $$(DESTDIR)$$(PREFIX), see also LV2DIR, LADSPADIR, VAMPDIR'
	@echo '  uninstall  take it out again'
	@echo '  package    a Debian package of it, $(BUILD)/byline_$(VERSION)_*.deb'
	@echo '  test-package  install, use and purge that in a bare Debian 12; minutes'
	@echo '  corpus     fetch the free-music corpus; SET=small, full or all'
	@echo '  bench      run all benchmarks; bench-NAME runs one of:'
	@echo '             $(BENCHES) train'
	@echo '  benchmark  learn the full corpus in many ways, PARTS=all; hours'
	@echo '  figures    the pictures of the documentation, from byline report'
	@echo '  report-page the picture of a report in README.md, on the small corpus'
	@echo '  train-models  train every architecture briefly on the small corpus'
	@echo '  lint       static checks; format: lay out the code'
	@echo '  gate       lint, both compilers, sanitizers, test: before a change is taken'
	@echo '  asan tsan  run the unit tests under sanitizers'
	@echo '  fuzz       feed it broken files and messages, SECONDS=60 of each'
	@echo '  clean      remove $(BUILD)'
	@echo 'V=1 shows whole commands.'

# ---- building

# Begins a command: what it does, in a word; V=1 shows the command itself, and -s
# nothing
ifeq ($(V),1)
does =
else ifneq ($(findstring s,$(firstword -$(MAKEFLAGS))),)
does = @
else
does = @printf '  %-4s %s\n' $(1) $(2);
endif
COMPILE = $(call does,CC,$<)$(CC) $(ALL_CFLAGS) $(STRICT) $(EXTRA_CFLAGS)
# The compiler for C++ that belongs to that for C, whose sanitizers it shares
ifeq ($(origin CXX),default)
CXX = $(subst gcc,g++,$(subst clang,clang++,$(if $(filter cc,$(CC)),gcc,$(CC))))
endif
COMPILE_CXX = $(call does,CXX,$<)$(CXX) \
	$(subst -std=c11,-std=c++11,$(ALL_CFLAGS)) $(EXTRA_CFLAGS) \
	$(if $(findstring undefined,$(SANITIZE)),-fno-sanitize=undefined)
LINK    = $(call does,LINK,$@)$(CC) $(ALL_LDFLAGS)
ARCHIVE = $(call does,AR,$@)$(AR) rcs

# Changes when the flags do; objects of other flags are then made anew
$(BUILD)/flags: export FLAGS = $(CC) $(ALL_CFLAGS) / $(ALL_LDFLAGS)
$(BUILD)/flags: $(if $(KEEP_FLAGS),,FORCE)
	@mkdir -p $(@D)
	@printf '%s\n' "$$FLAGS" >$@.new
	@if [ ! -e $@ ]; then touch -d 2000-01-01 $@.new && mv $@.new $@; \
	elif cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

FORCE:
.PHONY: FORCE

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

$(BUILD)/obj/%.o: %.cpp $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE_CXX) -c -o $@ $<

$(BUILD)/obj/$(TAGLIB_SRC:%.cpp=%.o): EXTRA_CFLAGS = $(call pkg_cflags,taglib)
$(BUILD)/obj/engine/audio/%.o: EXTRA_CFLAGS = $(call pkg_cflags,$(AV_PACKAGES))
$(BUILD)/obj/engine/report/%.o: EXTRA_CFLAGS = $(call pkg_cflags,cairo)
$(BUILD)/obj/engine/audio/jack_input.o $(BUILD)/obj/engine/audio/no_jack.o: \
	EXTRA_CFLAGS = $(call jack,--cflags)
$(BUILD)/obj/engine/nn/%.o: EXTRA_CFLAGS = -ffp-contract=fast -Wno-psabi
# Kernels for processors that have more than every x86-64 has
AVX2   = -mavx2 -mfma
AVX512 = $(AVX2) -mavx512f -mavx512vl -mavx512dq -mavx512bw
x86_64 = $(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),$(1))
$(BUILD)/obj/engine/nn/kernels_avx2.o: EXTRA_CFLAGS += $(call x86_64,$(AVX2))
$(BUILD)/obj/engine/nn/kernels_avx512.o: EXTRA_CFLAGS += $(call x86_64,$(AVX512))
# Medians are of finite numbers, so that the smaller of two is one instruction
$(BUILD)/obj/engine/spectrum/median.o: EXTRA_CFLAGS = -ffinite-math-only \
	-fno-signed-zeros
$(BUILD)/obj/engine/voice/voice_network.o: presets/models/separator.safetensors
$(BUILD)/obj/gui/%.o: EXTRA_CFLAGS = -I. $(call pkg_cflags,$(GUI_PACKAGES) lv2)
$(BUILD)/obj/plugin/%.o: EXTRA_CFLAGS = -I. -fno-plt $(call pkg_cflags,lv2)

# Models tell which revision of the program made them
REVISION := $(shell git rev-parse --short=12 HEAD 2>/dev/null || \
	cat $(BUILD)/revision 2>/dev/null || echo unknown)

$(BUILD)/revision: FORCE
	@mkdir -p $(@D)
	@echo '$(REVISION)' | cmp -s - $@ || echo '$(REVISION)' >$@

$(BUILD)/obj/engine/training/result.o: $(BUILD)/revision
$(BUILD)/obj/engine/training/result.o: EXTRA_CFLAGS = \
	-DBYLINE_REVISION='"$(REVISION)"'

$(LIBRARY): $(call object,$(ENGINE_SRC) $(TAGLIB_SRC))
	@rm -f $@
	$(ARCHIVE) $@ $^

$(BUILD)/byline: $(call object,$(CLI_SRC)) $(LIBRARY)
	$(LINK) -o $@ $^ $(ENGINE_LIBS)

# The same with a main() that says how ranks speak with each other
$(BUILD)/obj/engine/training/mpi/%.o: EXTRA_CFLAGS = \
	$(subst -I,-isystem ,$(call pkg_cflags,ompi-c))

$(BUILD)/obj/mpi/main.o: engine/cli/main.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -DBYLINE_MPI -c -o $@ $<

$(MPI_PROGRAM): $(BUILD)/obj/mpi/main.o \
		$(call object,$(filter-out engine/cli/main.c,$(CLI_SRC))) \
		$(call object,$(wildcard engine/training/mpi/*.c)) $(LIBRARY)
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(ENGINE_LIBS) \
		$(call pkg_libs,ompi-c)

bundle: $(BUNDLE_FILES)

# The plugin contains FFTW, whose planner is global, and shows hosts nothing but
# its entry point.  Jansson stays shared: Debian's static one is not position
# independent, and its symbols are versioned.
$(BUNDLE)/byline.so: $(call object,$(LV2_SRC)) $(LIBRARY)
	@mkdir -p $(@D)
	$(LINK) -shared -Wl,--no-undefined -Wl,--gc-sections \
		-Wl,--exclude-libs,ALL -o $@ $^ \
		-Wl,-Bstatic -lfftw3f -lutf8proc -Wl,-Bdynamic -ljansson -lm

$(LADSPA): $(BUILD)/obj/plugin/ladspa.o
$(VAMP): $(BUILD)/obj/plugin/vamp.o
$(LADSPA) $(VAMP): $(BUILD)/plugin.a $(LIBRARY)
	@mkdir -p $(@D)
	$(LINK) -shared -Wl,--no-undefined -Wl,--gc-sections \
		-Wl,--exclude-libs,ALL -o $@ $(filter %.o,$^) $(filter %.a,$^) \
		-Wl,-Bstatic -lfftw3f -lutf8proc -Wl,-Bdynamic -ljansson -lm

$(BUILD)/vamp/%: ttl/%
	@mkdir -p $(@D)
	$(call does,COPY,$@)cp $< $@

# It stays when a host closes it: Pango's types cannot be registered twice.
$(BUNDLE)/byline_ui.so: $(call object,$(UI_SRC) $(PROTOCOL_SRC) $(HISTORY_SRC)) \
		$(LIBRARY) gui/ui.map
	@mkdir -p $(@D)
	$(LINK) -shared -Wl,--no-undefined -Wl,-z,nodelete -Wl,--gc-sections \
		-Wl,--version-script=gui/ui.map -o $@ $(filter %.o %.a,$^) \
		$(call pkg_libs,$(GUI_PACKAGES)) -lm

# The plugin and its window in one program; JACK where it is installed
$(WINDOW): $(call object,$(WATCH_SRC) $(UI_SRC)) $(BUILD)/plugin.a $(LIBRARY)
	$(LINK) -o $@ $^ $(ENGINE_LIBS) \
		$(call pkg_libs,$(GUI_PACKAGES)) -lm

# Where there is no help2man, there is no manual
ifneq ($(HELP2MAN),)
manual: $(MANUAL)
else
manual:
	@echo 'no help2man: the manual pages are left out'
endif
.PHONY: manual

MAKE_PAGE = $(call does,MAN,$@)$(HELP2MAN) --no-info \
	--version-string='byline $(VERSION)' --output=$@

$(BUILD)/man/byline.1: $(PROGRAM) engine/cli/byline.h2m
	@mkdir -p $(@D)
	$(MAKE_PAGE) --include=engine/cli/byline.h2m \
		--name='learn artists from music, and name them' $(PROGRAM)

$(BUILD)/man/byline-window.1: $(WINDOW) gui/byline-window.h2m
	@mkdir -p $(@D)
	$(MAKE_PAGE) --include=gui/byline-window.h2m \
		--name='show who plays, on a recording or in JACK' $(WINDOW)

# The page is called as the command is, not as the program that has it
$(BUILD)/man/byline-%.1: $(PROGRAM)
	@mkdir -p $(@D)
	$(MAKE_PAGE) --help-option='$* --help' \
		--name="$$($(PROGRAM) --help | sed -n 's/^  $*  *//p')" $(PROGRAM)
	@sed -i 's/^\.TH BYLINE /.TH BYLINE-\U$* /; s/^byline \\- /byline\\-$* \\- /' $@

# What menus of desktops show
WRITE_ICON = $(BUILD)/gui/write_icon
$(WRITE_ICON): $(BUILD)/obj/gui/write_icon.o $(BUILD)/obj/gui/icon.o \
		$(BUILD)/obj/gui/view_palette.o
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(call pkg_libs,$(GUI_PACKAGES)) -lm

$(ICON): $(WRITE_ICON)
	@mkdir -p $(@D)
	$(call does,ICON,$@)$(RUN) $(WRITE_ICON) $@

# The ports in the bundle's descriptions, with the names of the artists that the
# model in the box knows
WRITE_PORTS = $(BUILD)/ttl/write_ports
$(BUILD)/obj/ttl/%.o: EXTRA_CFLAGS = -I.
$(WRITE_PORTS): $(BUILD)/obj/ttl/write_ports.o $(call object,$(PROTOCOL_SRC)) \
		$(LIBRARY)
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ -lfftw3f -lutf8proc -ljansson -lm

$(BUILD)/ttl/ports.ttl: $(WRITE_PORTS) presets/models/default.safetensors
	$(call does,TTL,$@)$(RUN) $^ >$@

$(BUNDLE)/%.ttl: ttl/%.ttl.in $(BUILD)/ttl/ports.ttl ttl/expand.awk Makefile
	@mkdir -p $(@D)
	$(call does,TTL,$@)awk -v version=$(VERSION) -f ttl/expand.awk \
		$(BUILD)/ttl/ports.ttl $< >$@

$(BUNDLE)/%.safetensors: presets/models/%.safetensors
	@mkdir -p $(@D)
	$(call does,COPY,$@)cp $< $@

# ---- testing

# A recipe that runs for long is one command that make starts with 'exec': make
# hands TERM on to what it started, but a shell between does not

# Programs that only test are linked by what takes a third of the time, if it is
# there: there are more than a hundred
TEST_LINK = $(LINK) $(if $(findstring gold,\
	$(call says,$(CC) -fuse-ld=gold -Wl$(comma)--version 2>/dev/null)),-fuse-ld=gold)

# What unit tests take from the plugin and the program, as archives: only what
# they use
$(BUILD)/plugin.a: $(call object,$(LV2_SRC))
	@rm -f $@
	$(ARCHIVE) $@ $^

$(BUILD)/cli.a: $(call object,$(filter-out engine/cli/main.c,$(CLI_SRC)))
	@rm -f $@
	$(ARCHIVE) $@ $^

$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o \
		$(call object,$(VIEW_SRC) gui/chooser.c) $(BUILD)/plugin.a \
		$(BUILD)/cli.a $(LIBRARY)
	@mkdir -p $(@D)
	$(TEST_LINK) -o $@ $^ $(ENGINE_LIBS) \
		$(call pkg_libs,cmocka pangocairo cairo)

# Compiling them takes longer than what -O3 would save
$(BUILD)/obj/tests/unit/%.o: EXTRA_CFLAGS = -I. \
	$(call pkg_cflags,cmocka pangocairo cairo lv2) \
	$(if $(filter -O3,$(CFLAGS)),-O1)

$(BUILD)/tests/hosts/%: $(BUILD)/obj/tests/hosts/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(TEST_LINK) -o $@ $^ $(LIBRARY) $(ENGINE_LIBS) \
		$(call pkg_libs,lilv-0) $(HOST_LIBS)

$(BUILD)/tests/hosts/lv2_host: $(call object,$(HOST_PARTS))
$(BUILD)/obj/tests/hosts/%.o: EXTRA_CFLAGS = -I. $(call pkg_cflags,lilv-0 cairo)

$(BUILD)/tests/hosts/vamp_host: HOST_LIBS = -ldl
$(BUILD)/tests/hosts/key_host: HOST_LIBS = $(call pkg_libs,x11)

# What plays to the plugin in JACK
PLAYER = $(BUILD)/tests/hosts/play
$(PLAYER): HOST_LIBS = $(call pkg_libs,jack)

# What hosts share that have the plugin linked in, and that watch memory
LINKED_HOST = $(BUILD)/obj/tests/hosts/share/linked_host.o
RESIDENT    = $(BUILD)/obj/tests/hosts/share/resident.o
$(BUILD)/tests/hosts/isolation $(BUILD)/tests/hosts/ui_host \
	$(BUILD)/tests/bench/bench_plugin: $(RESIDENT)

# The host that watches run().  Its watch is in front of libc, and not used
# together with a sanitizer's.
$(BUILD)/tests/hosts/realtime/rt_host: $(BUILD)/obj/tests/hosts/realtime/rt_host.o \
		$(BUILD)/obj/tests/hosts/realtime/guard.o $(LINKED_HOST) $(BUILD)/plugin.a $(LIBRARY)
	@mkdir -p $(@D)
	$(LINK) -rdynamic -o $@ $^ $(ENGINE_LIBS)

$(BUILD)/tests/hosts/soak/soak: $(BUILD)/obj/tests/hosts/soak/soak.o $(LINKED_HOST) \
		$(RESIDENT) $(BUILD)/plugin.a $(LIBRARY)
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(ENGINE_LIBS)

$(BUILD)/obj/tests/hosts/soak/%.o: EXTRA_CFLAGS = -I. $(call pkg_cflags,lv2)

$(BUILD)/obj/tests/hosts/realtime/%.o: EXTRA_CFLAGS = -I. \
	$(call pkg_cflags,lv2) $(SANITIZE:%=-DBYLINE_NO_GUARD)

# Fuzz targets: with the seeds only, or (by 'make fuzz') with libFuzzer
FUZZ_PARTS = $(call object,$(VIEW_SRC)) $(BUILD)/plugin.a $(BUILD)/cli.a \
	$(LIBRARY)
FUZZ_LIBS  = $(ENGINE_LIBS) $(call pkg_libs,pangocairo cairo)

$(BUILD)/tests/fuzz/replay_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o \
		$(BUILD)/obj/tests/fuzz/replay.o $(FUZZ_PARTS)
	@mkdir -p $(@D)
	$(TEST_LINK) -o $@ $^ $(FUZZ_LIBS)

$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(FUZZ_PARTS)
	@mkdir -p $(@D)
	$(LINK) -fsanitize=fuzzer -o $@ $^ $(FUZZ_LIBS)

$(BUILD)/tests/fuzz/make_seeds: $(BUILD)/obj/tests/fuzz/make_seeds.o \
		$(FUZZ_PARTS)
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(FUZZ_LIBS)

$(BUILD)/obj/tests/fuzz/%.o: EXTRA_CFLAGS = -I. \
	$(call pkg_cflags,pangocairo cairo lv2)

# Needs clang; SECONDS for each target, FUZZERS='model npy' for some of them
fuzz:
	$(MAKE) BUILD=$(BUILD)/fuzz CC=clang CFLAGS='-O1 -g' \
		SANITIZE=fuzzer-no-link,address,undefined \
		$(FUZZERS:%=$(BUILD)/fuzz/tests/fuzz/fuzz_%)
	@BUILD=$(BUILD) LSAN_OPTIONS=suppressions=tests/leaks.supp \
		tests/fuzz/run.sh $(SECONDS) $(FUZZERS)

# Writes the seeds that are not text anew
fuzz-seeds: $(BUILD)/tests/fuzz/make_seeds
	$< tests/fuzz/seeds

.PHONY: fuzz fuzz-seeds

# Brings in what is missing, builds, tests.  Tests of hosts wait most of the time, so
# they run beside the others, which make way for them: hosts have times to keep
test: deps
	@$(MAKE) --no-print-directory -j$$(nproc) lint-format lint-shell lint-tidy
	@$(MAKE) --no-print-directory -j$$(nproc) STRICT=-Werror all $(MPI_PROGRAM) \
		$(UNIT_TESTS) $(HOST_TOOLS) $(RT_HOST) $(REPLAYS) \
		$(BUILD)/tests/fuzz/make_seeds
	@exec $(MAKE) --no-print-directory -j3 test-waiting test-computing test-input

test-computing:
	@exec env BUILD=$(BUILD) JOBS=$$(nproc) nice -n 10 tests/run.sh $(CLI_TESTS) \
		$(UNIT_TESTS) tests/hosts/realtime/test_guard.sh tests/fuzz/test_replay.sh

# What reads files and messages of others, under ASan and UBSan: two or three
# minutes of one core, without optimization
INPUT_TESTS = $(patsubst %,$(BUILD)/tests/unit/test_%,audio_file clean credits \
	dataset document fingerprint history join learnt library message_ring messages \
	messages_read model npy options placeholders recipe recordings roster safetensors \
	taught teaching text tracks view_messages)
test-input: export LSAN_OPTIONS = suppressions=$(CURDIR)/tests/leaks.supp
test-input:
	@exec nice -n 10 $(MAKE) --no-print-directory -s BUILD=$(BUILD)/input \
		SANITIZE=address,undefined CFLAGS='-O0 -g1' check-input

check-input: $(INPUT_TESTS)
	@exec env BUILD=$(BUILD) tests/run.sh $(INPUT_TESTS)

# Root runs these as an ordinary account, as hosts are run, and what deals with
# rights once more
test-waiting:
	@root=$$([ "$$(id -u)" != 0 ] || echo 'tests/as_user.sh tests/run.sh $(RIGHTS_TESTS)'); \
	exec env BUILD=$(BUILD) $${root:-tests/run.sh} $(HOST_TESTS)

# The pictures in README.md and gui/README.md, from the plugin as it runs
screenshot: all $(HOST_TOOLS)
	@BUILD=$(BUILD) tests/hosts/screenshot.sh gui

# Brings in what is missing, builds, and plays music to the plugin in a host
demo: deps
	@$(MAKE) --no-print-directory -j$$(nproc) all $(PLAYER)
	@exec env BUILD=$(BUILD) tests/hosts/demo.sh

# Scan, clean, prepare, tune, train, resume, crossval, evaluate, robustness,
# report, on the small corpus; tells how long each took
test-chain: $(PROGRAM)
	@[ -e ~/.cache/byline/corpus/library-small.tsv ] || presets/corpus/corpus.sh small
	@BUILD=$(BUILD) tests/chain/test_chain.sh

# byline learn on the small corpus, killed in every phase, to a name in jalv;
# EPOCHS of training, tens of minutes with all 26
test-learn: $(PROGRAM) bundle $(PLAYER) $(BUILD)/tests/hosts/make_model
	@[ -e ~/.cache/byline/corpus/library-small.tsv ] || presets/corpus/corpus.sh small
	@exec env BUILD=$(BUILD) EPOCHS=$(EPOCHS) tests/learn/test_corpus.sh

check-unit: $(UNIT_TESTS)
	@exec env BUILD=$(BUILD) tests/run.sh $(UNIT_TESTS)

# All proofs that the audio thread never waits; the compiler's needs clang 20
test-realtime: $(RT_HOST) $(HOST_TOOLS) $(BUNDLE)/byline.so $(TTL_FILES)
	@exec env BUILD=$(BUILD) tests/run.sh $(REALTIME_TESTS)

# The same with memory and threads watched, in a host and in a short soak
test-sanitized:
	$(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g' \
		watched
	$(MAKE) BUILD=$(BUILD)/tsan SANITIZE=thread CFLAGS='-O1 -g' watched

watched: $(BUILD)/tests/hosts/soak/soak $(HOST_TOOLS) $(BUNDLE)/byline.so $(TTL_FILES)
	@BUILD=$(BUILD) HOURS=0.2 tests/run.sh tests/hosts/test_state.sh \
		tests/hosts/soak/test_soak.sh

# Built for 64-bit ARM, and tested in qemu-user: unit and golden tests, the plugin
# in our host, files beside those of this processor; tens of minutes.
# ARM64_TESTS for some of them, as tests/arm64/run.sh has them
ARM64 = $(BUILD)/arm64
ARM64_TESTS ?=
test-arm64: export SYSROOT = $(abspath $(ARM64)/sysroot)
test-arm64: $(PROGRAM) $(BUILD)/tests/hosts/make_model
	tests/arm64/sysroot.sh $(SYSROOT)
	$(MAKE) BUILD=$(ARM64) CC='aarch64-linux-gnu-gcc --sysroot=$(SYSROOT)' \
		AR=aarch64-linux-gnu-ar PKG_CONFIG=tests/arm64/pkg-config HELP2MAN= \
		RUN='qemu-aarch64 -L $(SYSROOT)' for-arm64
	tests/arm64/run.sh $(ARM64) $(SYSROOT) $(ARM64_TESTS)

for-arm64: $(UNIT_TESTS) $(PROGRAM) bundle $(LADSPA) \
	$(patsubst %,$(BUILD)/tests/hosts/%,lv2_host make_model)

.PHONY: test-arm64 for-arm64

# A thousand times loaded, used and unloaded, in Valgrind; minutes
test-valgrind: $(HOST_TOOLS) $(BUNDLE)/byline.so $(TTL_FILES)
	@exec env BUILD=$(BUILD) tests/run.sh tests/hosts/large/test_valgrind.sh

# Every host, the large ones where they are installed: a table, also in
# $(BUILD)/hosts.md; HOSTS='jalv mixxx' for some
test-hosts: $(HOST_TOOLS) $(BUNDLE_FILES) $(LADSPA) $(VAMP_FILES) $(PROGRAM)
	@BUILD=$(BUILD) tests/hosts/large/matrix.sh $(HOSTS)

# The window while songs play, in jalv.gtk3, jalv.qt5 and Ardour; minutes.  The
# pictures are in $(BUILD)/view/hosts
test-window-hosts: $(HOST_TOOLS) $(PROGRAM) bundle
	@exec env BUILD=$(BUILD) tests/run.sh tests/hosts/large/test_window_jalv.sh \
		tests/hosts/large/test_window_ardour.sh \
		tests/hosts/large/test_known_recordings.sh

# Ardour is large, so only where it is installed and asked for
test-ardour: $(HOST_TOOLS) $(BUNDLE)/byline.so $(TTL_FILES)
	@exec env BUILD=$(BUILD) tests/run.sh tests/hosts/large/test_ardour.sh

# A simulated show; HOURS=24, SANITIZE=address
soak: $(BUILD)/tests/hosts/soak/soak $(HOST_TOOLS) $(BUNDLE)/byline.so $(TTL_FILES)
	@BUILD=$(BUILD) tests/hosts/soak/test_soak.sh

asan: export LSAN_OPTIONS = suppressions=$(CURDIR)/tests/leaks.supp
asan:
	$(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g' \
		check-unit

tsan:
	$(MAKE) BUILD=$(BUILD)/tsan SANITIZE=thread CFLAGS='-O1 -g' check-unit

# ---- benchmarks: a table on the terminal and build/bench/NAME.json

$(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o $(BUILD)/plugin.a \
		$(LIBRARY)
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(ENGINE_LIBS) $(BENCH_LIBS)

$(BUILD)/tests/bench/bench_gui: $(call object,$(VIEW_SRC) $(PROTOCOL_SRC))
$(BUILD)/tests/bench/bench_plugin: $(BUILD)/obj/tests/bench/effect.o
$(BUILD)/tests/bench/bench_separation: \
	$(BUILD)/obj/tests/bench/separation_costs.o
$(BUILD)/tests/bench/bench_smoothing: $(BUILD)/obj/tests/bench/mix.o
$(BUILD)/tests/bench/bench_recordings: $(patsubst \
	%,$(BUILD)/obj/tests/bench/%.o,bench_log changed_copies false_alarms \
	prints questions recordings_costs)
$(BUILD)/tests/bench/bench_layers $(BUILD)/tests/bench/bench_steps: \
	$(BUILD)/obj/tests/bench/fma_peak.o
$(BUILD)/tests/bench/bench_nn: $(patsubst %,$(BUILD)/obj/tests/bench/%.o,\
	fma_peak processor_peaks peer_onnx peer_torch)
$(BUILD)/tests/bench/bench_plugin: BENCH_LIBS = \
	$(BUILD)/plugin.a $(LIBRARY) $(ENGINE_LIBS)
$(BUILD)/tests/bench/bench_start: BENCH_LIBS = $(BUILD)/plugin.a $(LIBRARY) \
	$(ENGINE_LIBS) $(call pkg_libs,x11)
$(BUILD)/tests/bench/sing: $(BUILD)/obj/tests/bench/hold.o \
	$(BUILD)/obj/tests/bench/speech.o
$(BUILD)/tests/bench/sing: BENCH_LIBS = $(LIBRARY) $(ENGINE_LIBS)
$(BUILD)/tests/bench/bench_separation: BENCH_LIBS = $(LIBRARY) $(ENGINE_LIBS)
$(BUILD)/tests/bench/bench_smoothing: BENCH_LIBS = $(LIBRARY) $(ENGINE_LIBS)
$(BUILD)/tests/bench/bench_recordings: BENCH_LIBS = $(LIBRARY) $(ENGINE_LIBS)
$(BUILD)/tests/bench/bench_gui: BENCH_LIBS = $(LIBRARY) \
	$(call pkg_libs,pangocairo cairo)
$(BUILD)/obj/tests/bench/bench_gui.o: EXTRA_CFLAGS = -I. \
	$(call pkg_cflags,pangocairo cairo)

$(BUILD)/obj/tests/bench/%.o: EXTRA_CFLAGS = -I. $(call pkg_cflags,lv2)

# bench-separation fetches sounds, so it is not among them
bench: $(patsubst %,bench-%,$(filter-out separation voice music \
		recordings teach,$(BENCHES))) \
	bench-train

# What vocal focus does to a model: TRACKS=DATASET/tracks.tsv
bench-vocal-focus: $(BUILD)/byline
	@mkdir -p $(BUILD)/bench
	@tests/bench/vocal_focus.sh $(BUILD)/byline $(TRACKS) \
		$(or $(MODEL),presets/models/default.safetensors) $(or $(SPLIT),test) \
		$(BUILD)/bench/vocal_focus.json

# Vocal focus and voice activity, on voices and music with known answers
bench-separation: $(BUILD)/byline $(BUILD)/tests/bench/bench_separation \
		$(BUILD)/tests/bench/bench_voice
	@mkdir -p $(BUILD)/bench
	@BUILD=$(BUILD) tests/bench/separation.sh

# SINGERS=FOLDER: voice/SINGER_NN.* and music/SINGER_NN.* of the same songs
bench-singers: $(BUILD)/byline
	@if [ -d '$(SINGERS)' ]; then \
		tests/bench/singers.py $(BUILD)/byline '$(SINGERS)' $(LEVEL); \
	else echo 'make bench-singers SINGERS=FOLDER: nothing measured'; fi

bench-train: $(BUILD)/byline $(if $(shell command -v mpicc),$(MPI_PROGRAM)) \
		bench-steps
	@mkdir -p $(BUILD)/bench
	@BUILD=$(BUILD) tests/bench/bench_train.sh $(BUILD)/bench/train.json

# Artists who are taught: MODEL=FILE DATASETS="FOLDER...", whose artists it does
# not know but for some, of whom it did not learn the test songs
bench-teach: $(BUILD)/tests/bench/bench_teach
	@if [ -n '$(DATASETS)' ]; then $< '$(MODEL)' $(DATASETS); \
	else echo 'make bench-teach MODEL=FILE DATASETS=FOLDER: nothing measured'; fi

bench-start: $(BUILD)/byline-window bundle

bench-%: $(BUILD)/tests/bench/bench_% $(PROGRAM)
	@mkdir -p $(BUILD)/bench
	@$< $(BUILD)/bench/$*.json

# Track lists of mixes of known recordings: MIXES=N of 8 tracks each
bench-mixes: $(PROGRAM) bundle
	@[ -e ~/.cache/byline/corpus/library-all.tsv ] || presets/corpus/corpus.sh all
	@mkdir -p $(BUILD)/bench
	@tests/bench/mixes.py $(PROGRAM) ~/.cache/byline/corpus/library-all.tsv \
		$(BUILD)/bench/mixes $(MIXES)

# A whole library, from its scan to its model's evaluation: SONGS, ARTISTS, and for
# less than the recipe's EPOCHS.  The whole takes hours, 12 GB and a quiet machine;
# it goes on where it was stopped
bench-library: $(PROGRAM)
	@mkdir -p $(BUILD)/bench $(BUILD)/library
	@tests/bench/library.py $(PROGRAM) $(BUILD)/library \
		$(BUILD)/bench/library.jsonl $(or $(SONGS),3000) $(or $(ARTISTS),23) $(EPOCHS)

# Every architecture learns from the small corpus, above chance: EPOCHS, CLIPS
.PHONY: train-models
train-models: $(PROGRAM)
	@[ -e ~/.cache/byline/corpus/library-small.tsv ] || presets/corpus/corpus.sh small
	@BUILD=$(BUILD) tests/bench/train_models.sh \
		~/.cache/byline/corpus/library-small.tsv $(BUILD)/models

# Report on the model in the box, and the pictures made for it
.PHONY: figures figures-separation
figures: $(PROGRAM) figures-separation
	@engine/report/figures.sh $(PROGRAM) $(BUILD)/report $(BUILD)/benchmark

# Those of voices alone; minutes
figures-separation: $(PROGRAM)
	@engine/report/separation_figures.sh $(PROGRAM) $(BUILD)/report

# The first page of a report on the small corpus, for README.md
.PHONY: report-page
report-page: $(PROGRAM)
	@[ -e ~/.cache/byline/corpus/library-small.tsv ] || presets/corpus/corpus.sh small
	@engine/report/page.sh $(PROGRAM) $(BUILD)/page

# ---- what is needed from Debian 12

# Ends with what tests/deps.sh says, and no 'Error 1' of something that failed.
# With -n, make expands this, too
deps:
	$(if $(findstring n,$(firstword -$(MAKEFLAGS))),,\
		$(if $(shell tests/deps.sh >&2 || echo missing),\
			$(error packages are missing, see above)))
	@:

# ---- the corpus

corpus:
	@presets/corpus/corpus.sh $(SET)

# Hours: how well the default recipe learns the corpus.  PARTS names some of it
benchmark: $(PROGRAM)
	@presets/benchmark/benchmark.sh $(PROGRAM) $(BUILD)/benchmark $(PARTS)

# ---- the house

SOURCES = $(shell git ls-files '*.c' '*.h' '*.cpp' 2>/dev/null)

# Another version lays out otherwise
FORMAT ?= clang-format-14

format:
	$(FORMAT) -i $(SOURCES)

# All static checks.  Where a tool is missing, a word says so
lint: lint-format lint-shell lint-tidy lint-cppcheck

# What a check needs, or else it is left out
with = @if command -v $(firstword $(1)) >/dev/null; then $(1); \
	else echo 'no $(firstword $(1)): $@ is left out'; fi

lint-format:
	$(if $(SOURCES),$(call with,$(FORMAT) --dry-run --Werror $(SOURCES)))

lint-shell:
	$(if $(SOURCES),$(call with,shellcheck $(shell git ls-files '*.sh' .ci/run)))

lint-cppcheck:
	$(call with,cppcheck -j$$(nproc) --quiet --std=c11 --enable=warning$(comma)performance$(comma)portability \
		--error-exitcode=1 --inline-suppr -Iinclude -Iengine \
		$(filter-out tests/%,$(filter %.c,$(SOURCES))))

# What clang and clang-tidy look at files with; two words that programs get from
# outside are any text
LOOK = -std=c11 -D_GNU_SOURCE -DBYLINE_VERSION=__FILE__ \
	-DBYLINE_REVISION=__FILE__ -DBYLINE_JACK -I. -Iinclude -Iengine \
	$(call pkg_cflags,$(AV_PACKAGES) $(GUI_PACKAGES) lv2 lilv-0 cmocka jack ompi-c)
TIDY = tests/tidy.sh $(LOOK)

# Clang's warnings and clang-tidy's, but for its analyser, without building: a
# minute and a half of one core; where there is no clang-tidy-14, clang's
LOOK_CLOSELY = -pthread $(WARNINGS) -Wno-psabi
lint-tidy:
	@if command -v clang-tidy-14 >/dev/null; then \
	printf '%s\n' $(filter %.c,$(SOURCES)) | \
	xargs -r -P $$(nproc) -n 20 $(TIDY) $(LOOK_CLOSELY) --; \
	else echo 'no clang-tidy-14: $@ is left out'; $(MAKE) lint-clang; fi

# Kernels for more than every x86-64 has are left to lint-warnings
lint-clang:
	@if command -v clang >/dev/null; then \
	printf '%s\n' $(filter-out engine/nn/kernels_avx%,$(filter %.c,$(SOURCES))) | \
	xargs -r -P $$(nproc) -n 20 clang -fsyntax-only -Werror $(LOOK_CLOSELY) $(LOOK); \
	else echo 'no clang: $@ is left out'; fi

# With the analyser, file by file: again when one, or a header of its, has changed
lint-analyse: $(if $(shell command -v clang-tidy-14),\
	$(patsubst %.c,$(BUILD)/tidy/%.ok,$(filter %.c,$(SOURCES))))

$(BUILD)/tidy/%.ok: $(BUILD)/obj/%.o .clang-tidy tests/tidy.sh
	@mkdir -p $(@D)
	$(call does,TIDY,$*.c)$(TIDY) --all -- $*.c
	@touch $@

# Everything without a warning, by either compiler
lint-warnings:
	$(MAKE) BUILD=$(BUILD)/strict CC=gcc CFLAGS='-O1 -Werror' all
	$(MAKE) BUILD=$(BUILD)/strict-clang CC=clang CFLAGS='-O1 -Werror' all

# All that has to hold before a change is taken: some twenty minutes of two cores
gate: lint-cppcheck lint-analyse lint-warnings asan test

# ---- installing

INSTALL ?= install

# One word for the shell, whatever is in it
quote = '$(subst ','\'',$(1))'
# Where a file goes
to = $(call quote,$(DESTDIR)$(1))

# Root compiles nothing in somebody's clone, who could not remove it: that is done
# as the one whose it is.  What is built with other flags stays as it is, unless
# flags are given here.
GIVEN = $(findstring command,$(foreach name,CC CFLAGS LDFLAGS SANITIZE,\
	$(origin $(name))))
BUILT_BY_OWNER = owner=$$(stat -c %u .); as=; \
	if [ "$$(id -u)" = 0 ] && [ $$owner != 0 ]; then \
		as="env -u HOME setpriv --reuid $$owner --regid $$(stat -c %g .) \
			--clear-groups"; \
	fi; \
	$$as $(MAKE) --no-print-directory all $(if $(GIVEN),,KEEP_FLAGS=1)

# The link tells programs where the bundle's model is
install:
	+@$(BUILT_BY_OWNER)
	$(INSTALL) -d $(call to,$(BINDIR)) $(call to,$(LV2DIR)/byline.lv2)
	$(INSTALL) -m 755 $(PROGRAM) $(call to,$(BINDIR)/byline)
	$(INSTALL) -m 755 $(WINDOW) $(call to,$(BINDIR)/byline-window)
	$(INSTALL) -m 644 $(BUNDLE_FILES) $(call to,$(LV2DIR)/byline.lv2/)
	$(INSTALL) -d $(call to,$(DATADIR)/byline)
	ln -sf $(call quote,$(LV2DIR)/byline.lv2/default.safetensors) \
		$(call to,$(DATADIR)/byline/default.safetensors)
	$(INSTALL) -d $(call to,$(MANDIR)/man1)
	$(if $(HELP2MAN),$(INSTALL) -m 644 $(MANUAL) $(call to,$(MANDIR)/man1/))
	$(INSTALL) -d $(call to,$(DATADIR)/applications) \
		$(call to,$(DATADIR)/icons/hicolor/scalable/apps)
	$(INSTALL) -m 644 gui/byline-window.desktop $(call to,$(DATADIR)/applications/)
	$(INSTALL) -m 644 $(ICON) $(call to,$(DATADIR)/icons/hicolor/scalable/apps/)
	$(INSTALL) -d $(call to,$(DATADIR)/metainfo)
	$(INSTALL) -m 644 gui/$(METAINFO) $(call to,$(DATADIR)/metainfo/)
	$(INSTALL) -d $(call to,$(LADSPADIR))
	$(INSTALL) -m 644 $(LADSPA) $(call to,$(LADSPADIR)/)
	$(INSTALL) -d $(call to,$(VAMPDIR))
	$(INSTALL) -m 644 $(VAMP_FILES) $(call to,$(VAMPDIR)/)

uninstall:
	rm -f $(call to,$(BINDIR)/byline) $(call to,$(BINDIR)/byline-window)
	rm -f $(foreach page,$(notdir $(MANUAL)),$(call to,$(MANDIR)/man1/$(page)))
	rm -rf $(call to,$(LV2DIR)/byline.lv2)
	rm -f $(call to,$(DATADIR)/byline/default.safetensors) \
		$(call to,$(DATADIR)/applications/byline-window.desktop) \
		$(call to,$(DATADIR)/icons/hicolor/scalable/apps/byline.svg) \
		$(call to,$(DATADIR)/metainfo/$(METAINFO))
	rmdir $(call to,$(DATADIR)/byline) 2>/dev/null || true
	rm -f $(call to,$(LADSPADIR)/byline_ladspa.so) \
		$(foreach end,so cat n3,$(call to,$(VAMPDIR)/byline.$(end)))

# Builds everything once more, with Debian's flags
package:
	+@.ci/package/package.sh $(VERSION) $(BUILD)

# As root, since a bare Debian is made for it
test-package: package
	@exec env BUILD=$(BUILD) tests/run.sh tests/package/test_package.sh

.PHONY: package test-package

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

.PHONY: FORCE all test-learn bench-singers bench-mixes help bundle test test-computing test-waiting test-input check-input test-sanitized watched test-valgrind test-hosts test-window-hosts test-realtime test-ardour check-unit asan tsan \
	bench benchmark soak deps corpus format \
	lint lint-format lint-shell lint-clang lint-tidy lint-analyse lint-cppcheck \
	lint-warnings gate install uninstall clean demo screenshot
