-- Make a session with one stereo track.  arguments: FOLDER NAME
AudioEngine:set_backend("None (Dummy)", "", "")
assert(create_session(arg[1], arg[2], 48000))
Session:new_audio_track(2, 2, nil, 1, "Track",
  ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true)
Session:save_state("")
close_session()
quit()
