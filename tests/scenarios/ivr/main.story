# The main flow as a caller walks it. `started` is a caller who has just been greeted.

== who knows the keys is in the queue at once
0      DialogueStarted call=c1 leg=c1.1 party=p flow=main flows_version=1
       > NodeEntered call=c1 node=welcome attempt=1
       ! Say id=c1:p1:say call=c1 leg=c1.1 prompt=c1:p1 barge_in=true texts=您好，欢迎致电青橹旅行。,Welcome~to~Qinglu~Travel.
1      DigitPressed call=c1 leg=c1.1 digit=1
1      PromptEnded call=c1 leg=c1.1 prompt=c1:p1 how=barged
       > NodeEntered node=language
       > ChoiceMade node=language choice=1
       > NodeEntered node=in_mandarin
       > LanguageChosen language=mandarin
       > NodeEntered node=notice
       ! Say prompt=c1:p2 barge_in=false
2      DigitPressed call=c1 leg=c1.1 digit=3
9      PromptEnded call=c1 leg=c1.1 prompt=c1:p2 how=finished
       > NodeEntered node=menu
       > ChoiceMade node=menu choice=3
       > NodeEntered node=hotels
       ! Say prompt=c1:p3 texts=正在为您转接人工服务。
11     PromptEnded call=c1 leg=c1.1 prompt=c1:p3 how=finished
       > DialogueEnded queue=hotels priority=0 language=mandarin path=language:1,menu:3 recording_declined=false because=flow
12     PromptEnded call=c1 leg=c1.1 prompt=c1:p3 how=finished
13     DigitPressed call=c1 leg=c1.1 digit=5

== who listens to everything is asked one thing after another
given started c1
3      PromptEnded call=c1 leg=c1.1 prompt=c1:p1 how=finished
       > NodeEntered node=language
       ! Say prompt=c1:p2 barge_in=true texts=普通话服务请按~1。,For~English,~press~2.
6      PromptEnded call=c1 leg=c1.1 prompt=c1:p2 how=finished
7      DigitPressed call=c1 leg=c1.1 digit=2
       > ChoiceMade node=language choice=2
       > NodeEntered node=in_english
       > LanguageChosen language=english
       > NodeEntered node=notice
       ! Say prompt=c1:p3 texts=This~call~is~recorded~to~help~us~improve.~If~you~do~not~agree,~press~8.
12     PromptEnded call=c1 leg=c1.1 prompt=c1:p3 how=finished
passes 13
       > NodeEntered node=menu
       ! Say prompt=c1:p4
14     DigitPressed call=c1 leg=c1.1 digit=1
       > ChoiceMade node=menu choice=1
       > NodeEntered node=flights
       ! Say prompt=c1:p5
14     PromptEnded call=c1 leg=c1.1 prompt=c1:p4 how=barged
16     PromptEnded call=c1 leg=c1.1 prompt=c1:p5 how=finished
       > DialogueEnded queue=flights language=english path=language:2,menu:1

== who does not want to be recorded presses 8 while it is said
given started c1
1      PromptEnded call=c1 leg=c1.1 prompt=c1:p1 how=finished
       > NodeEntered node=language
       ! Say prompt=c1:p2
2      DigitPressed call=c1 leg=c1.1 digit=2
       > ChoiceMade choice=2
       > NodeEntered node=in_english
       > LanguageChosen language=english
       > NodeEntered node=notice
       ! Say prompt=c1:p3
4      DigitPressed call=c1 leg=c1.1 digit=8
5      DigitPressed call=c1 leg=c1.1 digit=5
6      PromptEnded call=c1 leg=c1.1 prompt=c1:p3 how=finished
       > ChoiceMade node=notice choice=8
       > NodeEntered node=not_recorded
       > NodeEntered node=menu
       > ChoiceMade node=menu choice=5
       > NodeEntered node=complaints
       ! Say prompt=c1:p4
7      PromptEnded call=c1 leg=c1.1 prompt=c1:p4 how=finished
       > DialogueEnded queue=complaints recording_declined=true path=language:2,notice:8,menu:5

== who does not want to be recorded may press 8 just after it was said, too
given started c1
1      PromptEnded call=c1 leg=c1.1 prompt=c1:p1 how=finished
       > NodeEntered node=language
       ! Say prompt=c1:p2
2      DigitPressed call=c1 leg=c1.1 digit=2
       > ChoiceMade choice=2
       > NodeEntered node=in_english
       > LanguageChosen language=english
       > NodeEntered node=notice
       ! Say prompt=c1:p3
6      PromptEnded call=c1 leg=c1.1 prompt=c1:p3 how=finished
6.5    DigitPressed call=c1 leg=c1.1 digit=8
       > ChoiceMade node=notice choice=8
       > NodeEntered node=not_recorded
       > NodeEntered node=menu
       ! Say prompt=c1:p4

== who presses nothing at all is with an agent in the end
given started c1
3      PromptEnded call=c1 leg=c1.1 prompt=c1:p1 how=finished
       > NodeEntered node=language attempt=1
       ! Say prompt=c1:p2
5      PromptEnded call=c1 leg=c1.1 prompt=c1:p2 how=finished
passes 9
       > NodeEntered node=language attempt=2
       ! Say prompt=c1:p3 texts=没有听到您的选择。,普通话服务请按~1。,We~did~not~hear~a~choice.,For~English,~press~2.
11     PromptEnded call=c1 leg=c1.1 prompt=c1:p3 how=finished
passes 15
       > NodeEntered node=language attempt=3
       ! Say prompt=c1:p4
17     PromptEnded call=c1 leg=c1.1 prompt=c1:p4 how=finished
passes 21
       > NodeEntered node=agent attempt=1
       ! Say prompt=c1:p5 texts=正在为您转接人工服务。,Connecting~you~to~an~agent.
23     PromptEnded call=c1 leg=c1.1 prompt=c1:p5 how=finished
       > DialogueEnded queue=flights language= path=language:-

== a wrong key is said to be wrong, and after two retries comes an agent
given in_menu c1
20     DigitPressed call=c1 leg=c1.1 digit=7
       > NodeEntered node=menu attempt=2
       ! Say prompt=c1:p5
20     PromptEnded call=c1 leg=c1.1 prompt=c1:p4 how=barged
21     DigitPressed call=c1 leg=c1.1 digit=#
       > NodeEntered node=menu attempt=3
       ! Say prompt=c1:p6
23     PromptEnded call=c1 leg=c1.1 prompt=c1:p6 how=finished
24     DigitPressed call=c1 leg=c1.1 digit=4
       > NodeEntered node=agent
       ! Say prompt=c1:p7 texts=Connecting~you~to~an~agent.
25     PromptEnded call=c1 leg=c1.1 prompt=c1:p7 how=finished
       > DialogueEnded queue=flights path=language:2,menu:-

== a wrong key, then the right one
given in_menu c1
20     DigitPressed call=c1 leg=c1.1 digit=7
       > NodeEntered node=menu attempt=2
       ! Say texts=That~is~not~one~of~the~choices.~Please~try~again.,Flights,~press~1.~Changes~and~refunds,~2.~Hotels,~3.~Complaints,~5.~A~colleague,~6.~An~agent,~0.~To~repeat,~star.
21     DigitPressed call=c1 leg=c1.1 digit=0
       > ChoiceMade node=menu choice=0
       > NodeEntered node=agent
       ! Say
22     PromptEnded call=c1 leg=c1.1 prompt=c1:p6 how=finished
       > DialogueEnded queue=flights path=language:2,menu:0

== star says the menu again, and counts from the first try
given in_menu c1
20     DigitPressed call=c1 leg=c1.1 digit=7
       > NodeEntered node=menu attempt=2
       ! Say
21     DigitPressed call=c1 leg=c1.1 digit=*
       > ChoiceMade node=menu choice=*
       > NodeEntered node=menu attempt=1
       ! Say prompt=c1:p6

== a key that no menu knows is not kept for the next one
given started c1
1      DigitPressed call=c1 leg=c1.1 digit=9
1      PromptEnded call=c1 leg=c1.1 prompt=c1:p1 how=barged
       > NodeEntered node=language
       ! Say prompt=c1:p2
2      PromptEnded call=c1 leg=c1.1 prompt=c1:p2 how=finished

== a prompt that fails, is refused or expires leads on as if it were over
given started c1
1      PromptEnded call=c1 leg=c1.1 prompt=c1:p1 how=failed
       > NodeEntered node=language
       ! Say prompt=c1:p2
1      CommandClosed command=c1:p1:say outcome=refused reason=no_audio_file
2      CommandClosed command=c1:p2:say outcome=done
3      CommandClosed command=c1:p2:say outcome=refused reason=no_audio_file
3      CommandClosed command=c1:p2:say outcome=refused reason=no_audio_file
passes 7
       > NodeEntered node=language attempt=2
       ! Say prompt=c1:p3
8      CommandClosed command=c1:p3:say outcome=expired
passes 12
       > NodeEntered node=language attempt=3
       ! Say prompt=c1:p4

== a refused welcome leads on
given started c1
1      CommandClosed command=c1:p1:say outcome=refused reason=no_audio_file
       > NodeEntered node=language
       ! Say prompt=c1:p2

== the end of a prompt that nobody tells is taken for granted after a minute
given started c1
passes 60
       > NodeEntered node=language
       ! Say prompt=c1:p2
passes 124
       > NodeEntered node=language attempt=2
       ! Say prompt=c1:p3

== a key of another leg is none of the caller's
given in_menu c1
20     DigitPressed call=c1 leg=c1.2 digit=1

== the caller hangs up in the menu
given in_menu c1
20     DialogueDropped call=c1
21     DigitPressed call=c1 leg=c1.1 digit=1
passes 100

== hang-up, then key; both orders
given in_menu c1
20     DigitPressed call=c1 leg=c1.1 digit=1
       > ChoiceMade choice=1
       > NodeEntered node=flights
       ! Say
20     DialogueDropped call=c1
21     PromptEnded call=c1 leg=c1.1 prompt=c1:p5 how=stopped
passes 100

== the patience is over, then the key comes
given in_menu c1
20     PromptEnded call=c1 leg=c1.1 prompt=c1:p4 how=finished
passes 25
       > NodeEntered node=menu attempt=2
       ! Say prompt=c1:p5
25     DigitPressed call=c1 leg=c1.1 digit=1
       > ChoiceMade choice=1
       > NodeEntered node=flights
       ! Say

== the key comes, then the patience would be over
given in_menu c1
20     PromptEnded call=c1 leg=c1.1 prompt=c1:p4 how=finished
24.9   DigitPressed call=c1 leg=c1.1 digit=1
       > ChoiceMade choice=1
       > NodeEntered node=flights
       ! Say
passes 30

== a call that starts twice has one dialogue
given started c1
1      DialogueStarted call=c1 leg=c1.1 party=p flow=main flows_version=1

== a flow that does not exist leads to the default queue
0      DialogueStarted call=c1 leg=c1.1 party=p flow=holidays flows_version=1
       > DialogueEnded queue=default language= because=no_flow

== a flow whose edition is gone is walked in the newest
0      DialogueStarted call=c1 leg=c1.1 party=p flow=main flows_version=77
       > NodeEntered node=welcome
       ! Say
