# The end of a conversation, good or bad.

== wrap-up is extended once
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      WrapUpExtended agent=maria call=c1
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up until=@40
35     WrapUpExtended agent=maria call=c2
35     WrapUpExtended agent=maria call=c1
       > AgentStateChanged agent=maria state=wrap_up call=c1 until=@55
36     WrapUpExtended agent=maria call=c1
passes 55
       > WrapUpEnded how=deadline
       > AgentStateChanged agent=maria state=idle
60     WrapUpExtended agent=maria call=c1

== each queue has its own wrap-up and ringing time
given ready lin
1      CallQueued call=c1 party=p queue=complaints
       > OfferMade offer=c1/1 until=@16
       > AgentStateChanged agent=lin state=offered
2      CallConnected call=c1 agent=lin offer=c1/1
       > AgentStateChanged agent=lin state=on_call
10     AgentReleased call=c1 agent=lin
       > AgentStateChanged agent=lin state=wrap_up until=@70

== a supervisor ends wrap-up by force
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      AgentSignedOut agent=maria desk=d forced=true
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
11     AgentSignedOut agent=maria desk=d forced=true
       > WrapUpEnded how=forced
       > AgentStateChanged agent=maria state=logged_out

== signed out and in again during the call: she starts not ready after it
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      AgentSignedOut agent=maria desk=d
4      AgentSignedIn agent=maria desk=e
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
passes 40
       > WrapUpEnded how=deadline
       > AgentStateChanged agent=maria state=not_ready reason=

== "sign out after this call" can be taken back
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      IntentChosen agent=maria intent=logged_out
4      IntentChosen agent=maria intent=available
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
passes 40
       > WrapUpEnded how=deadline
       > AgentStateChanged agent=maria state=idle

== her audio is away at the end of wrap-up
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      AudioLost agent=maria
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
passes 40
       > WrapUpEnded how=deadline
       > AgentStateChanged agent=maria state=unreachable
41     AudioReady agent=maria uri=sip:maria@softphone
       > AgentStateChanged agent=maria state=idle

== her audio is lost in the call for good: the caller goes to the head, she is not ready
given ready maria
1      CallQueued call=c1 party=p queue=flights language=mandarin
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      CallQueued call=c2 party=p queue=flights language=mandarin
       > PlaceTold call=c2 ahead=0
8      AudioLost agent=maria
28     AgentReleased call=c1 agent=maria lost=true
       > AgentStateChanged agent=maria state=not_ready reason=lost
       > CallRequeued call=c1 because=lost
29     AudioReady agent=maria uri=sip:maria@softphone
30     IntentChosen agent=maria intent=available
       > AgentStateChanged agent=maria state=idle
       > OfferMade offer=c1/2 call=c1 agent=maria entered_at=@1
       > AgentStateChanged agent=maria state=offered

== sent back after a conversation, a caller who leaves is no abandon
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
28     AgentReleased call=c1 agent=maria lost=true
       > AgentStateChanged agent=maria state=not_ready reason=lost
       > CallRequeued call=c1
30     CallerLeft call=c1
passes 100

== sent back, offered again, and then the caller leaves
given ready maria
given ready omar
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 agent=maria
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
28     AgentReleased call=c1 agent=maria lost=true
       > AgentStateChanged agent=maria state=not_ready reason=lost
       > CallRequeued call=c1
       > OfferMade offer=c1/2 agent=omar
       > AgentStateChanged agent=omar state=offered
30     CallerLeft call=c1
       > OfferEnded offer=c1/2 how=withdrawn
       > AgentStateChanged agent=omar state=idle

== the caller is gone, then her audio is found to be lost: nobody is put in line
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
27     CallerLeft call=c1
28     AgentReleased call=c1 agent=maria lost=true
       > AgentStateChanged agent=maria state=not_ready reason=lost
       
== lost, and she had signed out
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      AgentSignedOut agent=maria desk=d
28     AgentReleased call=c1 agent=maria lost=true
       > AgentStateChanged agent=maria state=logged_out
       > CallRequeued call=c1

== a call that comes to a queue again counts its offers on
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
11     OutcomeGiven agent=maria call=c1 outcome=transferred
       > WrapUpEnded how=outcome
       > AgentStateChanged agent=maria state=idle
12     CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/2 entered_at=@12
       > AgentStateChanged agent=maria state=offered
13     CallerLeft call=c1
       > OfferEnded how=withdrawn
       > AgentStateChanged agent=maria state=idle

== an agent's own history never goes back in time
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered at=@1
0.5    AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted at=@0.5
       > AgentStateChanged agent=maria state=connecting at=@1
