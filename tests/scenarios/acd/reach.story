# Signing in and out, and whether she can be reached.

== she signs in not ready, and needs both page and audio to be free
0      AgentSignedIn agent=maria desk=d
       > AgentStateChanged agent=maria state=not_ready
1      IntentChosen agent=maria intent=available
       > AgentStateChanged agent=maria state=unreachable
2      AudioReady agent=maria uri=sip:maria@softphone
       > AgentStateChanged agent=maria state=idle
3      DeskLost agent=maria
       > AgentStateChanged agent=maria state=unreachable
4      AudioLost agent=maria
5      DeskFound agent=maria
6      AudioReady agent=maria uri=sip:maria@softphone
       > AgentStateChanged agent=maria state=idle
7      AudioLost agent=maria
       > AgentStateChanged agent=maria state=unreachable
8      AgentSignedOut agent=maria desk=d
       > AgentStateChanged agent=maria state=logged_out
9      AgentSignedOut agent=maria desk=d

== audio may stand before she signs in
0      AudioReady agent=maria uri=sip:maria@softphone
1      AgentSignedIn agent=maria desk=d
       > AgentStateChanged agent=maria state=not_ready
2      IntentChosen agent=maria intent=available
       > AgentStateChanged agent=maria state=idle
3      IntentChosen agent=maria intent=logged_out
       > AgentStateChanged agent=maria state=logged_out
4      IntentChosen agent=maria intent=available

== a desk phone needs no page
0      AgentSignedIn agent=lin desk=api device=sip:lin@127.0.0.1:5070
       > AgentStateChanged agent=lin state=not_ready
1      IntentChosen agent=lin intent=available
       > AgentStateChanged agent=lin state=idle
2      DeskLost agent=lin
3      AgentSignedOut agent=lin desk=api
       > AgentStateChanged agent=lin state=logged_out

== an agent of whom the configuration says nothing works for no queue
0      AgentSignedIn agent=paul desk=d device=sip:paul@phone
       > AgentStateChanged agent=paul state=not_ready
1      IntentChosen agent=paul intent=available
       > AgentStateChanged agent=paul state=idle
2      CallQueued call=c1 party=p queue=flights
       > PlaceTold call=c1

== one reason after another
given signed_in maria
1      IntentChosen agent=maria intent=not_ready reason=break
       > AgentStateChanged agent=maria state=not_ready reason=break
2      IntentChosen agent=maria intent=not_ready reason=meal
       > AgentStateChanged agent=maria state=not_ready reason=meal
3      IntentChosen agent=maria intent=not_ready reason=meal

== she signs out in the delay after a declined offer, and the delay is over
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      RejectPressed offer=c1/1 agent=maria
       > OfferEnded how=rejected
       > AgentStateChanged agent=maria state=not_ready reason=declined
       > CallRequeued call=c1
3      AgentSignedOut agent=maria desk=d
       > AgentStateChanged agent=maria state=logged_out
passes 30
