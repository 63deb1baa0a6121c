-- Insert a plugin on the track, play for some seconds, and print its controls.
-- arguments: FOLDER NAME URI SECONDS
AudioEngine:set_backend("None (Dummy)", "", "")
AudioEngine:set_buffer_size(512)
assert(load_session(arg[1], arg[2]))
local track
for route in Session:get_tracks():iter() do track = route end
local processor =
  ARDOUR.LuaAPI.new_plugin(Session, arg[3], ARDOUR.PluginType.LV2, "")
assert(not processor:isnil(), "no such plugin")
assert(track:add_processor_by_index(processor, 0, nil, true) == 0)
local insert = processor:to_insert()
local plugin = insert:plugin(0)
local here = ARDOUR.LocateTransportDisposition.MustStop
local source = ARDOUR.TransportRequestSource.TRS_UI
Session:request_locate(0, false, here, source)
sleep(1)
Session:request_roll(source)
sleep(tonumber(arg[4]))
local n = 0
for i = 0, plugin:parameter_count() - 1 do
  if plugin:parameter_is_control(i) then
    print("control", plugin:parameter_label(i),
      (ARDOUR.LuaAPI.get_processor_param(processor, n)))
    n = n + 1
  end
end
Session:request_stop(false, false, source)
sleep(1)
Session:save_state("")
close_session()
quit()
